#include "pipeline/dedup/shard_lines.h"

#include <stdlib.h>
#include <string.h>

#define KEEP_BYTES ((size_t)4 << 20)

void ws_member_table_release(struct ws_member_table *t)
{
    free(t->list);
    *t = (struct ws_member_table){0};
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory, or a line over 1 GiB");
    return WS_FATAL;
}

static bool note_member(struct ws_member_table *t, uint64_t end, uint32_t lines, bool whole)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 64;
        struct ws_member *list = realloc(t->list, cap * sizeof *list);
        if (!list)
            return false;
        t->list = list;
        t->cap = cap;
    }
    t->list[t->n++] = (struct ws_member){end, lines};
    t->whole = t->whole && whole;
    return true;
}

enum ws_status ws_shard_lines_open(struct ws_shard_lines *l, const char *path, struct ws_member_table *table,
                                   struct ws_error *err)
{
    *l = (struct ws_shard_lines){.table = table, .ended = true};
    ws_buf_init(&l->carry, WS_SHARD_LINE_MAX);
    enum ws_status st = ws_members_open(path, &l->members, &l->kind, err);
    if (table)
        table->whole = st == WS_OK && l->kind != WS_COMPRESS_NONE;
    return st;
}

void ws_shard_lines_close(struct ws_shard_lines *l)
{
    ws_members_close(l->members);
    ws_buf_release(&l->carry);
    l->members = NULL;
}

enum ws_status ws_shard_lines_seek(struct ws_shard_lines *l, uint64_t offset, struct ws_error *err)
{
    l->piece = (struct ws_piece){0};
    l->at = l->carry.n = l->lines = 0;
    return ws_members_seek(l->members, offset, err);
}

/* What is left of the piece is the beginning of a line. */
static enum ws_status next_piece(struct ws_shard_lines *l, struct ws_error *err)
{
    struct ws_slice *p = &l->piece.plain;
    if (p->n > l->at && !ws_buf_append(&l->carry, p->p + l->at, p->n - l->at))
        return no_memory(err);
    if (l->piece.last && l->table) {
        if (!note_member(l->table, l->piece.end, l->lines, l->carry.n == 0))
            return no_memory(err);
        l->lines = 0;
    }
    l->at = 0;
    l->piece = (struct ws_piece){0};
    return ws_members_next(l->members, &l->piece, err);
}

enum ws_status ws_shard_lines_next(struct ws_shard_lines *l, struct ws_slice *line, struct ws_error *err)
{
    if (l->is_carry)
        ws_buf_clear(&l->carry, KEEP_BYTES);
    l->is_carry = false;
    for (;;) {
        const uint8_t *p = l->piece.plain.p + l->at;
        size_t n = l->piece.plain.n - l->at;
        const uint8_t *nl = n ? memchr(p, '\n', n) : NULL;
        if (nl) {
            *line = (struct ws_slice){p, (size_t)(nl - p)};
            l->at += line->n + 1;
            break;
        }
        enum ws_status st = next_piece(l, err);
        if (st == WS_EOF && l->carry.n == 0)
            return st;
        if (st == WS_EOF) { /* a last line without a newline */
            l->ended = false;
            *line = (struct ws_slice){NULL, 0};
            break;
        }
        if (st != WS_OK)
            return st;
    }
    if (l->carry.n) {
        if (line->n && !ws_buf_append(&l->carry, line->p, line->n))
            return no_memory(err);
        *line = (struct ws_slice){l->carry.p, l->carry.n};
        l->is_carry = true;
    }
    l->lines++;
    l->plain_bytes += line->n + l->ended;
    return WS_OK;
}
