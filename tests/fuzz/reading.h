/* reading.h - any bytes as an archive: read directly with small limits, and through the
 * cutter's batches by way of a file. Both must end, and give the same number of records. */
#ifndef WARCSIFT_FUZZ_READING_H
#define WARCSIFT_FUZZ_READING_H

#include "warcsift/cut.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void check(bool ok)
{
    if (!ok)
        abort();
}

static inline struct ws_archive_options limits(void)
{
    return (struct ws_archive_options){
        .max_record_bytes = 20000, .max_header_bytes = 2000, .max_inflate_ratio = 100};
}

/* Every byte that is handed out is looked at. */
static inline void look(struct ws_slice s)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s.n; i++)
        sum |= s.p[i];
    if (sum > 0xff) /* never: makes the sum matter */
        abort();
}

/* Reads a to its end; returns the number of whole records. */
static inline size_t read_all(struct ws_archive *a, size_t n)
{
    size_t records = 0, calls = 0;
    struct ws_record rec;
    struct ws_slice block;
    enum ws_status st;
    while ((st = ws_archive_next(a, &rec)) != WS_EOF && st != WS_FATAL) {
        /* A call that gives nothing consumes something. Four compressed bytes give 128 KiB at
         * most (a zstd block), and the smallest record takes 40 of them. */
        check(++calls <= 1100 * (n + 1));
        if (st == WS_SKIP)
            continue;
        for (size_t i = 0; i < rec.n_fields; i++) {
            look(rec.fields[i].name);
            look(rec.fields[i].value);
        }
        if (ws_archive_block(a, &rec, &block) != WS_OK)
            continue;
        look(block);
        look(rec.target_uri);
        look(rec.version);
        records++;
    }
    return records;
}

static inline size_t read_batches(const uint8_t *data, size_t n)
{
    static FILE *f; /* one file for all inputs */
    struct ws_archive_options o = limits();
    struct ws_cutter *c;
    struct ws_batch b = {0};
    struct ws_archive *a;
    size_t records = 0;
    if (!f)
        f = tmpfile();
    check(f && ftruncate(fileno(f), 0) == 0 && pwrite(fileno(f), data, n, 0) == (ssize_t)n &&
          lseek(fileno(f), 0, SEEK_SET) == 0);
    check(ws_cutter_open_fd(fileno(f), &o, 5000, &c, NULL) == WS_OK);
    enum ws_status st;
    do {
        st = ws_cutter_next(c, &b);
        check(ws_archive_open_batch(&b, &o, &a, NULL) == WS_OK);
        size_t got = read_all(a, b.n);
        check(got == b.n_entries);
        records += got;
        ws_archive_close(a);
    } while (st == WS_OK);
    ws_batch_release(&b);
    ws_cutter_close(c);
    return records;
}

/* Returns the number of records. */
static inline size_t read_both_ways(const uint8_t *data, size_t n)
{
    struct ws_archive_options o = limits();
    struct ws_archive *a;
    check(ws_archive_open_memory(data, n, 0, &o, &a, NULL) == WS_OK);
    size_t records = read_all(a, n);
    ws_archive_close(a);
    check(read_batches(data, n) == records);
    return records;
}

#endif
