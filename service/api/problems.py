"""Errors as problem+json (RFC 9457): a stable code, and a sentence that says what to do."""

import logging
from typing import Any

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.serialization import decode_json

from audit.errors import AuditError
from ballot.errors import BallotError, Malformed
from ballot.refusals import NoSuchRound
from counting.errors import CountingError
from printing.errors import PrintingError
from service.api.malformed import sentence_of
from service.errors import ServiceError
from service.ledger import LedgerError, ObjectMissing, UnknownElection
from service.office.errors import OfficeError, TooManyAttempts

log = logging.getLogger("piaojue")

NOT_SAID = {
    400: "请求的内容不符合要求，请检查后重试。",
    401: "请先登录。",
    403: "没有权限进行此项操作。",
    404: "没有这个地址。",
    405: "这个地址不接受此种请求。",
    415: "这个地址不接受此种格式的内容；除上传文件以外，请用 application/json。",
    413: "提交的内容过大。",
    429: "请求过多，请稍后再试。",
}
CONFLICT, BAD, GONE, DOWN = 409, 400, 404, 503


def problem(status: int, code: str, sentence: str, **more: Any) -> Response[dict[str, Any]]:
    """Return the problem document."""
    return Response(
        {
            "type": f"urn:piaojue:problem:{code}",
            "title": sentence,
            "status": status,
            "code": code,
            **more,
        },
        status_code=status,
        media_type=MediaType("application/json"),
        headers={"content-type": "application/problem+json; charset=utf-8"},
    )


def known(_: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """Answer an error that we raise on purpose."""
    status = getattr(error, "status", None) or _status(error)
    sentence = getattr(error, "sentence", str(error))
    response = problem(status, getattr(error, "code", "error"), sentence)
    if isinstance(error, TooManyAttempts):
        response.headers["retry-after"] = str(error.retry_after)
    return response


def _status(error: Exception) -> int:
    match error:
        case Malformed():
            return BAD
        case UnknownElection() | ObjectMissing() | NoSuchRound():
            return GONE
        case LedgerError():
            return DOWN
        case _:
            return CONFLICT


def http(_: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, Any]]:
    """Answer what the framework found wrong, in our words; its own detail stays for programs."""
    status = error.status_code
    if isinstance(error, ValidationException):
        told = sentence_of(error.extra) or NOT_SAID[BAD]
        return problem(status, "request.malformed", told, extra=error.extra)
    return problem(status, f"http.{status}", NOT_SAID.get(status, "请求没有成功。"))


def unknown(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """Answer a fault of ours. The log gets the kind of fault and the place, no content."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    if place is not None and place.tb_frame.f_code is decode_json.__code__:
        # Litestar 2.25 lets through what is no UTF-8 and what is nested too deep.
        return problem(BAD, "request.malformed", NOT_SAID[BAD])
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    name = getattr(request.route_handler, "handler_name", "?")
    log.error("fault in %s: %s at %s", name, type(error).__name__, where)
    return problem(500, "fault", "系统内部出错，操作没有完成；请记下时间并联系技术人员。")


HANDLERS: dict[type[Exception] | int, Any] = {
    BallotError: known,
    OfficeError: known,
    LedgerError: known,
    AuditError: known,
    CountingError: known,
    PrintingError: known,
    ServiceError: known,
    HTTPException: http,
    Exception: unknown,
}
