"""Person: somebody who signs in, owns work and is seen by their supervisors."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from fairlead import journal
from fairlead.access import Permission, Role

ROLE_LABELS = {
    Role.SALES_EXECUTIVE: "Sales executive",
    Role.SUPERVISOR: "Supervisor",
    Role.ADMINISTRATOR: "Administrator",
}
ROLES = [(role.value, label) for role, label in ROLE_LABELS.items()]


if TYPE_CHECKING:  # Django's fields are generic for the type checker only
    _EmailField = models.EmailField[str, str]
else:
    _EmailField = models.EmailField


class LoginEmailField(_EmailField):
    """An e-mail address kept and looked up in lower case, so that case never tells two persons apart."""

    def to_python(self, value: Any) -> Any:
        """Return the address in lower case."""
        value = super().to_python(value)
        return value.strip().lower() if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """Write and compare in lower case."""
        value = super().get_prep_value(value)
        return value.strip().lower() if isinstance(value, str) else value


class PersonManager(BaseUserManager["Person"]):
    """Finds persons and makes them; making one needs an open journal entry, see `people.actions`."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "Person":
        """Return a new saved person; without a password they cannot sign in until one is set."""
        person = self.model(email=email.strip().lower(), name=name.strip(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this e-mail address, whatever its case."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, journal.TrackedModel):
    """Somebody who works here: signs in by e-mail, belongs to a team and a location, has one role."""

    untracked = ("password", "last_login")

    email = LoginEmailField(
        "e-mail",
        max_length=254,
        unique=True,
        error_messages={"unique": "Somebody else signs in with this e-mail."},
    )
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=ROLES, default=Role.SALES_EXECUTIVE.value)
    is_active = models.BooleanField("active", default=True)
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )
    location = models.ForeignKey(
        "people.Location", on_delete=models.PROTECT, null=True, blank=True, related_name="residents"
    )
    can_export = models.BooleanField("may export", default=True)
    can_import = models.BooleanField("may import", default=False)
    can_bulk_edit = models.BooleanField("may edit in bulk", default=False)
    can_delete = models.BooleanField("may delete", default=False)
    time_zone = models.CharField("time zone", max_length=64, default="UTC")
    locale = models.CharField("language and formats", max_length=20, default="en")
    external_id = models.CharField("external id", max_length=100, blank=True, default="")
    external_system = models.CharField(
        "external system",
        max_length=60,
        blank=True,
        default="",
        help_text="The system that the external id comes from.",
    )

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="person_email_is_in_lower_case"
            ),
            models.UniqueConstraint(
                "external_id",
                "external_system",
                condition=~models.Q(external_id=""),
                name="person_external_id_is_unique",
                violation_error_code="external_id",
                violation_error_message="Another person has this external id.",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="person_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        """Return the role as people read it."""
        return ROLE_LABELS[Role(self.role)]

    @property
    def permissions(self) -> frozenset[Permission]:
        """Return what this person may do beside their role; administrators may do all of it."""
        if self.role == Role.ADMINISTRATOR:
            return frozenset(Permission)
        return frozenset(permission for permission in Permission if getattr(self, f"can_{permission.value}"))
