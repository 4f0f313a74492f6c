/* floor.c - what no program that reads an archive can do without: all members of a gzip file
 * are inflated and their bytes thrown away.
 *
 *     floor libdeflate|zlib FILE
 *
 * libdeflate: member by member, each in one call; a member has to fit into memory whole. zlib:
 * a stream, 64 KiB at a time. Prints members and plain bytes. Exit status 3: built without that
 * library. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#ifdef WS_HAVE_LIBDEFLATE
#include <libdeflate.h>
#endif

#define READ_BYTES  ((size_t)1 << 20)
#define PLAIN_BYTES ((size_t)64 << 10)
#define MEMBER_MAX  ((size_t)1 << 30) /* plain */

/* A file through a window; bytes [at, n) are there and not used yet. */
struct window {
    int fd;
    unsigned char *p;
    size_t at, n, cap;
};

struct sums {
    unsigned long long members, bytes;
};

static int fail(const char *why)
{
    fprintf(stderr, "floor: %s\n", why);
    return 1;
}

/* Makes room behind what is not used yet, and reads. false: the file is at its end, or cannot
 * be read. */
static int read_more(struct window *w)
{
    memmove(w->p, w->p + w->at, w->n - w->at);
    w->n -= w->at;
    w->at = 0;
    if (w->cap - w->n < READ_BYTES) {
        unsigned char *p = realloc(w->p, 2 * w->cap);
        if (!p)
            return 0;
        w->p = p;
        w->cap *= 2;
    }
    ssize_t got = read(w->fd, w->p + w->n, READ_BYTES);
    if (got <= 0)
        return 0;
    w->n += (size_t)got;
    return 1;
}

#ifdef WS_HAVE_LIBDEFLATE
static int by_libdeflate(struct window *w, struct sums *s)
{
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    size_t cap = READ_BYTES;
    unsigned char *plain = malloc(cap);
    int more = 1;
    while (d && plain && (w->at < w->n || more)) {
        size_t used, made;
        enum libdeflate_result r = libdeflate_gzip_decompress_ex(d, w->p + w->at, w->n - w->at,
                                                                 plain, cap, &used, &made);
        if (r == LIBDEFLATE_SUCCESS) {
            w->at += used;
            s->members++;
            s->bytes += made;
        } else if (r == LIBDEFLATE_INSUFFICIENT_SPACE && cap < MEMBER_MAX) {
            free(plain);
            plain = malloc(cap *= 2);
        } else if (more) {
            more = read_more(w); /* the member goes on behind the window */
        } else {
            break;
        }
    }
    free(plain);
    libdeflate_free_decompressor(d);
    return w->at < w->n ? fail("damage, or no memory") : 0;
}
#else
static int by_libdeflate(struct window *w, struct sums *s)
{
    (void)w, (void)s;
    return 3;
}
#endif

static int by_zlib(struct window *w, struct sums *s)
{
    static unsigned char plain[PLAIN_BYTES];
    z_stream z = {0};
    int r = inflateInit2(&z, 16 + MAX_WBITS);
    while (r == Z_OK && (w->at < w->n || read_more(w))) {
        z.next_in = w->p + w->at;
        z.avail_in = (uInt)(w->n - w->at);
        z.next_out = plain;
        z.avail_out = sizeof plain;
        r = inflate(&z, Z_NO_FLUSH);
        w->at = w->n - z.avail_in;
        s->bytes += sizeof plain - z.avail_out;
        if (r == Z_STREAM_END) {
            s->members++;
            r = inflateReset(&z);
        }
    }
    inflateEnd(&z);
    return r == Z_OK ? 0 : fail("damage, or no memory");
}

int main(int argc, char **argv)
{
    struct window w = {.cap = 2 * READ_BYTES};
    struct sums s = {0};
    if (argc != 3 || (strcmp(argv[1], "libdeflate") != 0 && strcmp(argv[1], "zlib") != 0)) {
        fprintf(stderr, "usage: floor libdeflate|zlib FILE\n");
        return 2;
    }
    w.fd = open(argv[2], O_RDONLY);
    w.p = malloc(w.cap);
    if (w.fd < 0 || !w.p)
        return fail("the file cannot be opened");
    int status = strcmp(argv[1], "zlib") == 0 ? by_zlib(&w, &s) : by_libdeflate(&w, &s);
    if (status == 0)
        printf("%llu members, %llu bytes\n", s.members, s.bytes);
    free(w.p);
    close(w.fd);
    return status;
}
