"""What the demo's customers ordered, need, said and complained of, and who else is after them."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path

from webapp.clock import from_local, local, midnight, now, today
from webapp.demo.chronicle import Chronicle
from webapp.models import (
    Collaboration,
    Competitor,
    Complaint,
    Contact,
    Customer,
    Feedback,
    Handling,
    Milestone,
    Order,
    User,
)
from webapp.models.complaint.clocks import Clock
from webapp.models.milestone import MilestoneKind
from webapp.models.settings import Settings

TOLD = tomllib.loads(Path(__file__).with_name("service.toml").read_text(encoding="utf-8"))
YUAN_A_METRE = 9_500, 16_000  # fen for a square metre
ORDERS_APART = 40, 150  # days


class Served:
    """Writes what happened to one customer beside the conversations; the same company gives the same."""

    def __init__(self, customer: Customer, story: Chronicle, service: User):
        self.customer, self.story, self.service = customer, story, service
        self.company, self.luck, self.owner = story.company, story.company.luck, customer.owner

    def write(self) -> None:
        self._need()
        if self.luck.random() < 0.5:
            self._compete()
        self._be_born()
        if self.company.stage == "deal":
            self._order()
            self._say()
            if self.luck.random() < 0.4:
                self._complain(self.luck.choice(TOLD["complaint"]), self._day(self.luck.randint(5, 60)))

    def complain_today(self) -> None:
        """One that came this morning, and nobody has done anything about yet."""
        told = TOLD["complaint"][0]
        self._complain(
            {**told, "description": "发票抬头开错，财务已经退回两次", "issue_type": "价格账期"}, today(), open_=True
        )

    def _words(self, text: str) -> str:
        said = {"product": self.company.product, "area": f"{int(self.company.area):,}"}
        return text.format(**said, contact=self.company.salutation)

    def _day(self, ago: int):
        return max(today() - timedelta(days=ago), local(self.story.entries[0].at).date())

    def _common(self, day) -> dict:
        at = midnight(day)
        return {"customer": self.customer, "by": self.owner, "at": at, "recorded_at": at}

    def _need(self) -> None:
        values = dict(self.luck.choice(TOLD["need"]))
        if self.company.stage in ("intent", "potential"):
            amount = int(self.company.area) * self.luck.randrange(*YUAN_A_METRE, 500)
            values |= {"interest": self.luck.randint(4, 9), "expected_amount": amount}
            values["expected_purchase_on"] = today() + timedelta(days=self.luck.randint(20, 120))
        Customer.update(values).where(Customer.id == self.customer.id).execute()

    def _compete(self) -> None:
        told = self.luck.choice(TOLD["competitor"])
        Competitor.create(**told, **self._common(self._day(self.luck.randint(10, 90))))

    def _be_born(self) -> None:
        """One in three people has said when; some by the lunar calendar."""
        if self.luck.random() < 0.35:
            born = f"{self.luck.randint(1, 12):02}-{self.luck.randint(1, 28):02}"
            birthday = f"农历{born}" if self.luck.random() < 0.3 else born
            contact = self.customer.contacts.where(Contact.is_primary).get()
            values = Contact.checked({"birthday": birthday})
            Contact.update(values).where(Contact.id == contact.id).execute()

    def _order(self) -> None:
        """The first with the contract, further ones since, as far as there was time."""
        signed = self.story.first("sign")
        day, amount = local(signed.at).date(), int(self.company.area) * self.luck.randrange(*YUAN_A_METRE, 500)
        for place, content in enumerate(TOLD["order"]):
            if day > today() or (place and self.luck.random() < 0.3):
                break
            is_last = "年度" in content
            renews_on = day.replace(year=day.year + 1) if is_last and (day.month, day.day) != (2, 29) else None
            told = {"ordered_on": day, "amount": amount, "content": self._words(content), "is_long_term": is_last}
            number = f"HT{day:%Y%m}{self.customer.id:03}" if place in (0, 3) else ""
            order = Order.create(**told, contract_number=number, renews_on=renews_on, **self._common(day))
            order.follow(by=self.owner)
            day, amount = day + timedelta(days=self.luck.randint(*ORDERS_APART)), max(60_000, amount // 6)

    def _say(self) -> None:
        told = self.luck.choice(TOLD["feedback"])
        day = self._day(self.luck.randint(3, 40))
        Feedback.create(**told, given_on=day, **self._common(day))

    def _complain(self, told: dict, day, open_: bool = False) -> None:
        at = min(from_local(datetime.combine(day, time(9, 30))), now() - timedelta(minutes=25))
        common = {**self._common(day), "by": self.service, "at": at, "recorded_at": at}
        columns = {name: self._words(told[name]) for name in ("channel", "issue_type", "description")}
        complaint = Complaint.create(complained_at=at, first_asked=self.service, **columns, **common)
        Collaboration.get_or_create(customer=self.customer, user=self.service, defaults={"invited_by": self.owner})
        if not open_:
            self._handle(complaint, told, at)
        complaint.follow(by=self.service)

    def _handle(self, complaint: Complaint, told: dict, at: datetime) -> None:
        """Each just in time."""
        texts = {
            name: self._words(told[name]) for name in ("response", "cause", "solution", "improvement", "call_back")
        }
        done = (
            (Clock.RESPONSE, {"body": texts["response"]}, timedelta(minutes=20)),
            (
                Clock.SOLUTION,
                {"body": texts["solution"], "cause": texts["cause"], "improvement": texts["improvement"]},
                timedelta(hours=5),
            ),
            (
                Clock.CALL_BACK,
                {"body": texts["call_back"], "satisfaction": told["satisfaction"], "is_settled": True},
                timedelta(days=1, hours=5),
            ),
        )
        for kind, said, after in done:
            moment = at + after
            Handling.create(complaint=complaint, kind=kind, by=self.service, at=moment, recorded_at=moment, **said)


def remind(customer: Customer) -> None:
    """A day that matters, soon."""
    told = {"kind": MilestoneKind.VISIT, "happens_on": today() + timedelta(days=4), "note": "总经理来访，准备样板间"}
    Milestone.record(customer, {**told, "remind_days": Settings.renewal_remind_days}, by=customer.owner)
