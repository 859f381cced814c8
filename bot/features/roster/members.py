"""Who is who in the tables: rows and cells that mean one person become one member."""

from collections.abc import Iterable
from dataclasses import replace

from bot.community import Account
from bot.features.roster.model import Findings, Line, Member, PersonRow, folded
from bot.features.roster.rows import looks_like_account


class Members:
    """Collects members. Within a community a name is one person; an account is one person everywhere."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._members: list[Member] = []
        self._by_account: dict[Account, int] = {}
        self._by_name: dict[tuple[str, str], list[int]] = {}

    @property
    def all(self) -> tuple[Member, ...]:
        """Everybody, in the order of their first row."""
        return tuple(self._members)

    def row(self, row: PersonRow, communities: frozenset[str]) -> int:
        """The member of a row of the people table, who serves in these communities."""
        number = self._of_accounts(row, communities)
        if number is None:
            number = self._of_name(row, communities)
        known = self._members[number]
        merged = replace(
            known,
            accounts=tuple(dict.fromkeys((*known.accounts, *row.accounts))),
            phone=known.phone or row.phone,
            communities=known.communities | communities,
        )
        self._keep(number, merged)
        return number

    def cell(self, words: str, community: str, line: Line) -> int:
        """The member whom a cell of the places table names, by account or by name."""
        if looks_like_account(words):
            account = Account.parse(words)
            number = self._by_account.get(account)
            wanted = Member(name="", line=line, accounts=(account,), communities=frozenset({community}))
        else:
            number = next(iter(self._by_name.get((folded(words), community), ())), None)
            wanted = Member(name=words, line=line, communities=frozenset({community}))
        if number is None:
            return self._add(wanted)
        known = self._members[number]
        self._keep(number, replace(known, communities=known.communities | {community}))
        return number

    def _of_accounts(self, row: PersonRow, communities: frozenset[str]) -> int | None:
        found = {self._by_account[account] for account in row.accounts if account in self._by_account}
        for number in sorted(found):
            known = self._members[number]
            if folded(known.name) != folded(row.name):
                account = next(account for account in row.accounts if account in known.accounts)
                self._findings.wrong(row.line, "account", f"{account} is {known.name} in {known.line}")
        if found:
            self._check_name(row, communities, min(found))
        return min(found, default=None)

    def _of_name(self, row: PersonRow, communities: frozenset[str]) -> int:
        for number in self._same_name(row, communities):
            if not (row.accounts and self._members[number].accounts):
                return number
        number = self._add(
            Member(name=row.name, line=row.line, accounts=row.accounts, communities=communities, listed=True)
        )
        self._check_name(row, communities, number)
        return number

    def _check_name(self, row: PersonRow, communities: frozenset[str], number: int) -> None:
        """Two people of one name in a community could not be told apart where only the name is written."""
        for other in self._same_name(row, communities):
            if other != number:
                first = self._members[other]
                theirs, ours = (", ".join(map(str, accounts)) for accounts in (first.accounts, row.accounts))
                what = f"{row.name} is {ours} here and {theirs} in {first.line}; "
                how = "write two accounts of one person in one cell with | between them, and give two people two names"
                self._findings.wrong(row.line, "account", what + how)

    def _same_name(self, row: PersonRow, communities: frozenset[str]) -> Iterable[int]:
        numbers = [n for name in sorted(communities) for n in self._by_name.get((folded(row.name), name), ())]
        return tuple(dict.fromkeys(numbers))

    def _add(self, member: Member) -> int:
        self._members.append(member)
        number = len(self._members) - 1
        self._keep(number, member)
        return number

    def _keep(self, number: int, member: Member) -> None:
        self._members[number] = member
        for account in member.accounts:
            self._by_account.setdefault(account, number)
        for community in member.communities if member.name else ():
            numbers = self._by_name.setdefault((folded(member.name), community), [])
            if number not in numbers:
                numbers.append(number)
