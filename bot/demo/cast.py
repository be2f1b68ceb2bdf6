"""Who is in the demo's workspace, and what each panelist is like."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """Somebody of the workspace. `severity` is planted: points below what colleagues give for the same answer."""

    name: str
    tz: str = "Europe/Berlin"
    admin: bool = False
    severity: float = 0.0
    seniority: str = "mid"
    strengths: tuple[tuple[str, int], ...] = ()


ADMIN = Role("Olga Brandt", admin=True)
LEAD = Role("Nora Lindqvist", seniority="senior")
PANEL = (
    Role("Priya Raman", severity=0.45, seniority="senior", strengths=(("mlops", 3), ("experiments", 2))),
    Role("Marc Dubois", severity=-0.1, strengths=(("mlops", 2), ("data", 3))),
    Role("Ines Carvalho", severity=0.0, strengths=(("experiments", 3), ("collaboration", 3))),
    Role(
        "Jo Whitfield",
        tz="Europe/London",
        severity=-0.4,
        seniority="junior",
        strengths=(("data", 2), ("modelling", 2)),
    ),
    Role(
        "Tomás Herrera", tz="Europe/Madrid", severity=0.3, strengths=(("modelling", 3), ("collaboration", 2))
    ),
)
STAND_IN = Role("Lena Fischer", severity=0.1, strengths=(("mlops", 2), ("data", 2)))
SHADOW = Role("Sam Okafor", seniority="junior")
OTHERS = (
    Role("Wei Zhang", severity=-0.3),
    Role("Fatima Haddad", severity=0.2),
    Role("Ravi Menon", tz="Asia/Kolkata", severity=0.0),
)
CANDIDATE = "Ada Kowalski"
EVERYBODY = (ADMIN, LEAD, *PANEL, STAND_IN, SHADOW, *OTHERS)
PANELISTS = (*PANEL, STAND_IN, *OTHERS)
CHANNEL = "hire-ml-senior"
COMPETENCIES = ("MLOps", "Data hygiene", "Modelling", "Experiments", "Collaboration")
COMPETENCY_KEYS = ("mlops", "data", "modelling", "experiments", "collaboration")
