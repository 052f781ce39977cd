#ifndef SAR_EXPORT_PDF_H
#define SAR_EXPORT_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * A page as PDF, by WeasyPrint if that is installed.  It runs without a shell,
 * in an empty environment, on what comes through a descriptor: it can open no
 * socket but to a program of this machine, and gains no rights.
 */

/** sar_pdf_tool: The program; NULL where there is none. */
const char *sar_pdf_tool(void);

/**
 * sar_pdf_make: The page ${html} as the new or replaced file ${path}, whole or
 * not at all, 0600.  SAR_EMISSING when there is no program for it, SAR_EFAIL
 * when it failed or took more than a minute.
 */
SAR_MUST_CHECK int sar_pdf_make(const char *html, size_t len, const char *path,
    struct sar_err *err);

#endif
