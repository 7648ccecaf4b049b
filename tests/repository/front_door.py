"""An import contract of our own: a package is entered from outside by its api.py alone."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

FRONT_DOOR = "api"


class FrontDoorContract(Contract):
    """Every package directly under one of `containers` may be imported from outside only through its `api` module."""

    containers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        containers: list[str] = self.containers  # type: ignore[assignment]  # a field turns into its value
        faults = [
            (importer, imported)
            for container in containers
            if container in graph.modules
            for house in sorted(graph.find_children(container))
            for imported in sorted({house} | graph.find_descendants(house))
            if imported != f"{house}.{FRONT_DOOR}"
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if importer != house and not importer.startswith(f"{house}.")
        ]
        return ContractCheck(kept=not faults, metadata={"faults": faults})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["faults"]:
            door = ".".join(imported.split(".")[:3]) + f".{FRONT_DOOR}"
            output.print_error(f"{importer} imports {imported}: go in by the front door, {door}")
