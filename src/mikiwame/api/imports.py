"""Files of units: handed in for a draft, looked through, and taken in with a report of their bad lines."""

from uuid import UUID

from ninja import File, Query, Router
from ninja.files import UploadedFile

from mikiwame.core import clock
from mikiwame.market.taskwork import queries
from mikiwame.market.taskwork.operations import imports

from .auth import POST, Request
from .paging import Slice, page
from .schemas import imports as schemas

router = Router(tags=["batches"])


@router.post("/batches/{batch}/imports", response={201: schemas.Import}, auth=POST)
def import_units(request: Request, batch: UUID, file: File[UploadedFile]) -> object:
    """Hand in CSV or JSON Lines, whose units take the place of the draft's own.

    A column `known:` and a field's name holds that field's right answer. A small file is taken in at once; of
    a larger one, read how far it is. A file that can't be taken changes nothing.
    """
    own = queries.batch_for(request.user, batch)
    return imports.take_in(own, file, by=request.user, at=clock.now())


@router.get("/batches/{batch}/imports", response=schemas.Imports)
def list_imports(request: Request, batch: UUID, part: Query[Slice]) -> object:
    """The files that were handed in for a batch, the newest first."""
    return page(queries.imports_of(queries.batch_for(request.user, batch)), part)


@router.get("/batches/{batch}/imports/{taking_in}", response=schemas.Import)
def read_import(request: Request, batch: UUID, taking_in: UUID) -> object:
    """How far the taking in of a file has come, and what is wrong with it."""
    return queries.import_for(request.user, batch, taking_in)
