/* Private to export: what runs that were killed left in a folder. */
#ifndef SAR_EXPORT_SWEEP_H
#define SAR_EXPORT_SWEEP_H

/**
 * sar_sweep_folder: Remove from ${dir} and the folders in it that a case has
 * what was left in the middle of a replacement: temporary files of
 * sar_file_write() and sar_draft_open().  Whoever calls has the lock, so they
 * are nobody's.  What cannot be removed stays.
 */
void sar_sweep_folder(const char *dir);

/** sar_sweep_files: The same from ${dir} alone. */
void sar_sweep_files(const char *dir);

#endif
