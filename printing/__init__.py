"""Values in, bytes out: the session's papers, voting cards and tables as PDF, DOCX and XLSX."""
