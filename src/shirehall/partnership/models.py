"""The records of the partnership. Codes are the keys, so a row elsewhere reads `north_dorset` and not a number."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class Listed(models.Model):
    """A row that comes from the data. What leaves the data is kept for old cases, and is no longer current."""

    code = models.SlugField(primary_key=True, max_length=50)
    is_current = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class Authority(Listed):
    """One council of the partnership."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100)
    brand = models.SlugField(max_length=50)

    class Meta:
        verbose_name_plural = "authorities"


class Office(Listed):
    """A place where residents can come."""

    name = models.CharField(max_length=200)
    address = models.TextField()


class Ward(Listed):
    """A ward of one authority."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="wards")
    name = models.CharField(max_length=200)
    population = models.PositiveIntegerField()
    councillors = models.PositiveSmallIntegerField()


class Team(Listed):
    """People who share queues."""

    title = models.CharField(max_length=200)
    authorities = models.ManyToManyField(Authority, related_name="teams")


class Queue(Listed):
    """A named pile of work that belongs to one team."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="queues")
    title = models.CharField(max_length=200)
    note = models.CharField(max_length=500)


class OfficerManager(BaseUserManager["Officer"]):
    """Finds an officer for Django's sign-in; the mail address counts in any case of letters."""

    def get_by_natural_key(self, username: str | None) -> "Officer":
        """The officer with this mail address."""
        return self.get(email__iexact=username)


class Officer(AbstractBaseUser):
    """A member of staff, who signs in with the mail address. What they may do hangs on their memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[OfficerManager] = OfficerManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="officer_email_once_in_any_letters"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Django's word for who works here: every active officer."""
        return self.is_active

    def get_full_name(self) -> str:
        """The name as it stands on the desk."""
        return self.name


class Membership(models.Model):
    """An officer's place in a team, in one role. No authority means all of them."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.SlugField(max_length=50)
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="memberships", null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "team", "role", "authority"], name="membership_once"),
            models.UniqueConstraint(
                fields=["officer", "team", "role"],
                condition=models.Q(authority__isnull=True),
                name="membership_for_all_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.team_id} {self.role} {self.authority_id or 'all'}"
