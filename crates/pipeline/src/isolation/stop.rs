//! Owns the reasons why a child gave no answer, and how the end of a child tells them apart.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use casefile::limits;
use rustix::process::Signal;

/// Exit code of a child that could not limit itself and therefore reads nothing.
pub(super) const EXIT_UNLIMITED: u8 = 70;

/// The words of the runtime before it aborts because an allocation failed.
const ALLOCATION_FAILED: &str = "memory allocation of ";

/// Why the parser was stopped, or stopped by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// It wanted more memory than a file may take.
    #[error("the parser was stopped: the file takes too much memory")]
    Memory,
    /// It computed longer than a file may take.
    #[error("the parser was stopped: the file takes too much processor time")]
    Cpu,
    /// No answer came in time.
    #[error("the parser was stopped: the file takes too long")]
    Wall,
    /// It ended by a signal, or its answer made no sense.
    #[error("the parser crashed on the file")]
    Crashed,
    /// No child could be started.
    #[error("no child process for the parser could be started")]
    Unavailable,
    /// Somebody asked for it.
    #[error("the parser was stopped: cancelled")]
    Cancelled,
}

impl Stop {
    /// Every reason.
    pub const ALL: &[Stop] = &[Stop::Memory, Stop::Cpu, Stop::Wall, Stop::Crashed, Stop::Unavailable, Stop::Cancelled];

    /// The stable code, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Stop::Memory => "parser_killed_memory",
            Stop::Cpu => "parser_killed_cpu",
            Stop::Wall => "parser_killed_wall",
            Stop::Crashed => "parser_crashed",
            Stop::Unavailable => "parser_unavailable",
            Stop::Cancelled => "cancelled",
        }
    }

    /// What to do next.
    pub fn hint(self) -> &'static str {
        match self {
            Stop::Memory | Stop::Cpu => {
                "check where the file comes from; if it is genuine, print it to a new PDF and upload that"
            }
            Stop::Wall => "run it again when the machine is less busy; if it stops again, print it to a new PDF",
            Stop::Crashed => {
                "print it to a new PDF and upload that; keep the file and report the code with the version"
            }
            Stop::Unavailable => "check that the program may start processes and that memory is free",
            Stop::Cancelled => "replay the job to read the file",
        }
    }

    /// The message for the people of a court.
    pub fn message_zh(self) -> String {
        match self {
            Stop::Memory => format!(
                "文件解析占用内存超过 {} MB，已中止，请核对文件来源，或重新打印为 PDF 后上传。",
                limits::PARSER_MEMORY_BYTES_MAX / (1024 * 1024)
            ),
            Stop::Cpu => format!(
                "文件解析耗用处理器时间超过 {} 秒，已中止，请核对文件来源，或重新打印为 PDF 后上传。",
                limits::PARSER_CPU_SECONDS_MAX
            ),
            Stop::Wall => format!(
                "文件解析超过 {} 秒未完成，已中止，请稍后重试，或重新打印为 PDF 后上传。",
                limits::PARSER_WALL_SECONDS_MAX
            ),
            Stop::Crashed => "文件解析程序异常退出，请将文件重新打印为 PDF 后上传，并保留原文件报告。".to_string(),
            Stop::Unavailable => "无法启动文件解析进程，请联系系统管理员。".to_string(),
            Stop::Cancelled => "文件解析已被取消，需要时可重新处理。".to_string(),
        }
    }

    /// The reason that the end of a child shows, where nobody on this side ended it.
    pub(super) fn of(status: ExitStatus, last_words: &[u8]) -> Stop {
        let ran_out = String::from_utf8_lossy(last_words).contains(ALLOCATION_FAILED);
        match (status.signal(), status.code()) {
            (Some(signal), _) if signal == Signal::XCPU.as_raw() => Stop::Cpu,
            (Some(signal), _) if signal == Signal::ABORT.as_raw() && ran_out => Stop::Memory,
            (None, Some(code)) if code == i32::from(EXIT_UNLIMITED) => Stop::Unavailable,
            (_, _) => Stop::Crashed,
        }
    }
}
