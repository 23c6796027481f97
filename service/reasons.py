"""Why the system refused a file or a connection: its own words are English."""

import errno

from service.file_names import shown_name

_REASONS = {
    errno.ENOENT: "文件或目录不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "系统不允许这一操作",
    errno.EISDIR: "是目录，不是文件",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "已经存在",
    errno.ENOTEMPTY: "目录不是空的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "文件太大",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "系统打开的文件太多",
    errno.EBUSY: "正被占用",
    errno.ETXTBSY: "正在运行，不能改写",
    errno.ENXIO: "设备不存在",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def unreadable(file: object, error: OSError, language: str = "zh") -> str:
    """Return the sentence for a file that cannot be read, in ``language`` (zh or en)."""
    if language == "en":
        return f"Cannot read {shown_name(file)}: {error.strerror}."
    return f"不能读取文件 {shown_name(file)}：{reason(error)}。"


def unwritable(file: object, error: OSError, language: str = "zh") -> str:
    """Return the sentence for a file or folder that cannot be made, in ``language`` (zh or en)."""
    name = shown_name(file)
    if language == "en":
        return f"Cannot write {name}: {error.strerror}."
    if error.errno == errno.ENOENT:
        return f"不能写 {name}：它所在的文件夹不存在，请先建立，或者换一个地方。"
    if error.errno == errno.EEXIST:
        return f"不能写 {name}：已经存在，请换一个还不存在的文件名。"
    return f"不能写 {name}：{reason(error)}，请换一个地方。"


def reason(error: OSError) -> str:
    """Return in Chinese why ``error`` happened, without a full stop; else its number."""
    if error.errno is None:
        return "系统没有说明原因"
    return _REASONS.get(error.errno, f"系统错误 {error.errno}")
