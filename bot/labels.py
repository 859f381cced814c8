"""Labels and actions of one shape, put together into buttons."""

from collections.abc import Sequence

from bot.messages import Button, Buttons, Gesture

# An action and its value for a label; None leaves that label out.
Action = tuple[str, str] | tuple[str, str, Gesture] | None


def buttons_of(labels: Sequence[Sequence[str]], actions: Sequence[Sequence[Action]]) -> Buttons:
    """One button for each label that has an action, row by row."""
    rows = []
    for label_row, action_row in zip(labels, actions, strict=True):
        pairs = zip(label_row, action_row, strict=True)
        row = tuple(_button(label, action) for label, action in pairs if action is not None)
        if row:
            rows.append(row)
    return tuple(rows)


def _button(label: str, action: tuple[str, str] | tuple[str, str, Gesture]) -> Button:
    gesture = action[2] if len(action) == 3 else None  # noqa: PLR2004 - mypy reads the length as the type
    return Button(label=label, action=action[0], value=action[1], gesture=gesture)
