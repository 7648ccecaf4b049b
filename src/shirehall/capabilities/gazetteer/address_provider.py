"""The providers that ship, through the same door as any other."""

from shirehall.capabilities.gazetteer.demonstration import DemonstrationGazetteer
from shirehall.capabilities.gazetteer.os_places import OSPlaces
from shirehall.capabilities.gazetteer.providers import register
from shirehall.capabilities.gazetteer.typed import Typed

register(DemonstrationGazetteer())
register(OSPlaces())
register(Typed())
