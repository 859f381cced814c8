"""What can be done at the desk: come in, act as in chat, leave. Settings stand in `settings`."""

from bot.features.desk.acting import command, press, say
from bot.features.desk.checking import mend_letter
from bot.features.desk.entering import enter, issue, leave
from bot.features.desk.settings import adjust_deadline, change_roster, put_off_duty, reword, take_back_duty, tie_group

# What doors may do.
__all__ = [
    "adjust_deadline",
    "change_roster",
    "command",
    "enter",
    "issue",
    "leave",
    "mend_letter",
    "press",
    "put_off_duty",
    "reword",
    "say",
    "take_back_duty",
    "tie_group",
]
