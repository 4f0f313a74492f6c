/* Chunked transfer coding (RFC 9112, 7.1), as servers and crawlers write it. */
#include "warc/coding.h"

/* Chunks of one body at most: eight bytes in each make up a page of Common Crawl's largest size
 * (5 MiB), and chunks of one or two bytes come of scripts that never end. */
#define CHUNKS_MAX ((size_t)1 << 20)

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "1f40", zeros in front, blanks around, an extension behind; the line must have an end.
 * Takes the line off *s; *crlf: it ended as it should. */
static bool take_chunk_size(struct ws_slice *s, size_t *size, bool *crlf)
{
    struct ws_slice line, rest = *s;
    if (!ws_take_line(&rest, &line) || rest.p[-1] != '\n')
        return false;
    *crlf = line.p[line.n] == '\r';
    line = ws_trim(line);
    size_t i = 0, v = 0;
    for (int h; i < line.n && (h = hex_digit(line.p[i])) >= 0; i++) {
        if (v > SIZE_MAX >> 4)
            return false;
        v = v << 4 | (size_t)h;
    }
    if (i == 0)
        return false;
    struct ws_slice more = ws_trim((struct ws_slice){line.p + i, line.n - i});
    if (more.n && more.p[0] != ';')
        return false;
    *size = v;
    *s = rest;
    return true;
}

/* The line end behind the data of a chunk. */
static bool take_line_end(struct ws_slice *s)
{
    size_t n = s->n && s->p[0] == '\n'                          ? 1
               : s->n > 1 && s->p[0] == '\r' && s->p[1] == '\n' ? 2
                                                                : 0;
    s->p += n;
    s->n -= n;
    return n > 0;
}

/* Chunk extensions and trailers are dropped. */
enum ws_undone ws_undo_chunked(struct ws_slice s, struct ws_buf *out)
{
    (void)take_line_end(&s); /* CC-MAIN-2018-34 has one too many before bodies */
    for (size_t i = 0; i < CHUNKS_MAX; i++) {
        const bool first = i == 0;
        size_t size;
        bool crlf;
        if (!take_chunk_size(&s, &size, &crlf))
            return first ? WS_UNDONE_NOT_SO : WS_UNDONE_CUT;
        if (size == 0)
            return WS_UNDONE;
        size_t n = size < s.n ? size : s.n;
        struct ws_slice data = {s.p, n};
        s.p += n;
        s.n -= n;
        bool cut = n < size || s.n == 0;
        bool ended = take_line_end(&s);
        if (first && (cut ? !crlf : !ended))
            return WS_UNDONE_NOT_SO;
        if (n > out->max - out->n)
            return WS_UNDONE_TOO_BIG;
        if (!ws_buf_append(out, data.p, data.n))
            return WS_UNDONE_NO_MEMORY;
        if (cut || !ended)
            return WS_UNDONE_CUT;
    }
    size_t size;
    bool crlf;
    return take_chunk_size(&s, &size, &crlf) && size == 0 ? WS_UNDONE : WS_UNDONE_MANY_CHUNKS;
}

/* "Name: value" lines, an empty one, and nothing behind it; all of it may be missing. */
static bool only_trailers(struct ws_slice s)
{
    struct ws_slice line;
    while (ws_take_line(&s, &line)) {
        if (line.n == 0)
            return s.n == 0;
        size_t i = 0;
        while (i < line.n && line.p[i] != ':')
            i++;
        if (i == 0 || i == line.n)
            return false;
    }
    return true;
}

bool ws_is_chunked(struct ws_slice s)
{
    if (s.n == 0 || hex_digit(s.p[0]) < 0)
        return false;
    for (size_t i = 0; i <= CHUNKS_MAX; i++) {
        size_t size;
        bool crlf;
        if (!take_chunk_size(&s, &size, &crlf) || !crlf)
            return false;
        if (size == 0)
            return i > 0 && only_trailers(s);
        if (size > s.n)
            return false;
        s.p += size;
        s.n -= size;
        if (s.n == 0 || s.p[0] != '\r' || !take_line_end(&s))
            return false;
    }
    return false;
}
