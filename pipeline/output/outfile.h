/* outfile.h - a file that appears under its name complete or not at all.
 *
 * It is written as NAME.PID.part in the same directory, synced, then renamed. Two processes that write
 * the same name at the same time never touch each other's bytes; the later rename wins.
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

/* All: WS_OK, or WS_FATAL with err (code WS_E_IO or WS_E_NOMEM). f needs ws_outfile_discard() in the end,
 * which does nothing to a published file. */
WS_MUST_USE enum ws_status ws_outfile_create(struct ws_outfile *f, int dir_fd, const char *name,
                                             struct ws_error *err);
WS_MUST_USE enum ws_status ws_outfile_write(struct ws_outfile *f, const void *p, size_t n, struct ws_error *err);
/* Data to the disk, file to its name, name to the disk. */
WS_MUST_USE enum ws_status ws_outfile_publish(struct ws_outfile *f, struct ws_error *err);
/* Closes and removes what was not published. */
void ws_outfile_discard(struct ws_outfile *f);

/* Writes all of it, whatever a single write(2) takes. what: named in the message. */
WS_MUST_USE enum ws_status ws_write_all(int fd, const void *p, size_t n, const char *what, struct ws_error *err);

#endif
