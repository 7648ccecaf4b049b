"""The front door of the samples: `make_samples` writes invoices, what stands on
them and the registers they belong to."""

from shirehall.departments.finance.samples.layouts import half, layouts
from shirehall.departments.finance.samples.making import KINDS, make_samples
from shirehall.departments.finance.samples.planted import COUNCIL_MIX, PLANTED
from shirehall.departments.finance.samples.sample import Sample

__all__ = ["COUNCIL_MIX", "KINDS", "PLANTED", "Sample", "half", "layouts", "make_samples"]
