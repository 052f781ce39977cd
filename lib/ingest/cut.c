#include "ingest/cut.h"

/* A worksheet's rows: of .xls, and of .xlsx; the header is one of them. */
#define XLS UINT64_C(65536)
#define XLSX UINT64_C(1048576)

bool
sar_cut_suspects(uint64_t rows)
{
	if (rows == XLS || rows == XLS - 1 || rows == XLSX || rows == XLSX - 1)
		return true;
	if (rows < 100)
		return false;
	while (rows % 10 == 0)
		rows /= 10;
	/* 100, 200, 500 and so on; and 250, of two digits. */
	return rows == 1 || rows == 2 || rows == 5 || rows == 25;
}
