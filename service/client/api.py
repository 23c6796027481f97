"""One connection to the service, and its problems as exceptions."""

from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Self

import httpx

from service.errors import ServiceError

TIMEOUT = httpx.Timeout(120.0)


class ApiProblem(ServiceError):
    """The service refused; ``code`` and ``sentence`` are its own."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        """Keep what the problem document said."""
        super().__init__(sentence, code=code)
        self.status = status


class Unreachable(ServiceError):
    """The service did not answer."""

    code = "client.unreachable"


class Api:
    """Requests to one service, as nobody or as somebody signed in."""

    def __init__(self, http: httpx.AsyncClient, token: str | None = None) -> None:
        self._http = http
        self._headers = {} if token is None else {"authorization": f"Bearer {token}"}

    @classmethod
    def at(cls, server: str) -> Self:
        """Return the interface of the service at ``server`` (its address without ``/api``).

        Raises Unreachable for what is no address.
        """
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        if not server.startswith(("http://", "https://")):
            raise Unreachable(f"服务地址“{server}”应以 http:// 或 https:// 开头。")
        try:
            return cls(
                httpx.AsyncClient(
                    base_url=server, timeout=TIMEOUT, limits=limits, cookies=no_cookies()
                )
            )
        except httpx.InvalidURL as error:
            raise Unreachable(f"服务地址“{server}”写法不对。") from error

    def signed_in(self, token: str) -> "Api":
        """Return the same connection for the holder of ``token``."""
        return Api(self._http, token)

    async def close(self) -> None:
        """Close the connection."""
        await self._http.aclose()

    async def get(self, path: str, **query: str) -> Any:
        """Return the JSON at ``path``. Raises ApiProblem, Unreachable."""
        return _json(await self._send("GET", path, params=query))

    async def get_bytes(self, path: str) -> bytes:
        """Return the content at ``path``. Raises ApiProblem, Unreachable."""
        return (await self._send("GET", path)).content

    async def post(self, path: str, body: Any = None) -> Any:
        """Send ``body`` as JSON and return the answer, None if it has none."""
        answer = await self._send("POST", path, json={} if body is None else body)
        return _json(answer) if answer.content else None

    async def upload(self, path: str, name: str, data: bytes) -> Any:
        """Send a file and return the answer."""
        return _json(await self._send("POST", path, files={"file": (name, data)}))

    async def _send(self, method: str, path: str, **how: Any) -> httpx.Response:
        try:
            answer = await self._http.request(method, path, headers=self._headers, **how)
        except httpx.HTTPError as error:
            raise Unreachable("服务没有应答，请检查网络和地址。") from error
        if answer.is_error:
            raise _problem(answer)
        return answer


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError as error:
        raise Unreachable("这个地址上的不是票决服务，请检查地址。") from error


def no_cookies() -> CookieJar:
    """Return a jar that keeps nothing: a ballot must not carry the cookie of who signed in."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


def _problem(answer: httpx.Response) -> ApiProblem:
    try:
        document = answer.json()
        return ApiProblem(answer.status_code, str(document["code"]), str(document["title"]))
    except (ValueError, KeyError, TypeError):
        return ApiProblem(answer.status_code, "http", f"服务返回了 {answer.status_code}。")
