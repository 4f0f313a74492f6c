/* outfile.h - a file that appears under its name complete or not at all.
 *
 * It is written as NAME.ATTEMPT.part in the same directory, synced, then renamed. ATTEMPT belongs to one
 * attempt of one process alone (attempt_id.h), so that two which write the same name at the same time
 * never touch each other's bytes; the later rename wins.
 * Threads: one thread at a time per file. */
#ifndef WARCSIFT_OUTFILE_H
#define WARCSIFT_OUTFILE_H

#include "warcsift/base.h"

struct ws_outfile {
    int dir_fd; /* the caller's */
    int fd;     /* -1: not open */
    char *name, *part;
};

/* A file that is not open: what ws_outfile_discard() leaves. */
#define WS_OUTFILE_NONE ((struct ws_outfile){.fd = -1})

/* All: WS_OK, or WS_FATAL with err (code WS_E_IO or WS_E_NOMEM). f needs ws_outfile_discard() or
 * ws_outfile_leave() in the end. */
WS_MUST_USE enum ws_status ws_outfile_create(struct ws_outfile *f, int dir_fd, const char *name,
                                             const char *attempt, struct ws_error *err);
WS_MUST_USE enum ws_status ws_outfile_write(struct ws_outfile *f, const void *p, size_t n, struct ws_error *err);
/* Data to the disk. */
WS_MUST_USE enum ws_status ws_outfile_sync(struct ws_outfile *f, struct ws_error *err);
/* Data to the disk, file to its name, name to the disk. */
WS_MUST_USE enum ws_status ws_outfile_publish(struct ws_outfile *f, struct ws_error *err);
/* Closes and removes what was not published. */
void ws_outfile_discard(struct ws_outfile *f);
/* Closes, and leaves the part where it is. */
void ws_outfile_leave(struct ws_outfile *f);

/* NAME.ATTEMPT.part; the caller's to free, NULL: no memory. */
char *ws_part_name(const char *name, const char *attempt);
/* A part to its name; of several, ws_sync_dir() once for all. */
WS_MUST_USE enum ws_status ws_rename_part(int dir_fd, const char *part, const char *name, struct ws_error *err);
WS_MUST_USE enum ws_status ws_sync_dir(int dir_fd, const char *what, struct ws_error *err);

/* A small file, published. */
WS_MUST_USE enum ws_status ws_outfile_put(int dir_fd, const char *name, const char *attempt, const void *p,
                                          size_t n, struct ws_error *err);

/* Writes all of it, whatever a single write(2) takes. what: named in the message. */
WS_MUST_USE enum ws_status ws_write_all(int fd, const void *p, size_t n, const char *what, struct ws_error *err);

/* Fills err with errno in words; WS_FATAL. */
enum ws_status ws_write_error(struct ws_error *err, const char *what);

#endif
