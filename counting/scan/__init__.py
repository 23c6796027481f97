"""Marks on images: the only place for numpy and cv2. Images in, readings out.

`read_files` reads scans page by page; `sheets_of` joins the pages to sheets. A page is found by
its fiducials (`fiducials`, `placing`), identified by its signed code (`codes`), its boxes are
measured (`darkness`, `frames`, `features`) and decided (`marks`, `rows`). What is not certain is
doubtful, and people look.
"""

from counting.scan.reading import Mapper, PageRead, read_files
from counting.scan.sheets import sheets_of
from counting.scan.source import Source

__all__ = ["Mapper", "PageRead", "Source", "read_files", "sheets_of"]
