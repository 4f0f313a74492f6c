#include "tests/tap.h"
#include "tests/unit/make_warc.h"
#include "warcsift/cut.h"

#include <unistd.h>

/* What reading gave: records with all that the caller sees of them, and losses, in file order.
 */
struct log {
    struct ws_buf text, blocks;
    size_t batches;
};

static void log_clear(struct log *l)
{
    ws_buf_release(&l->text);
    ws_buf_release(&l->blocks);
    *l = (struct log){0};
}

static void log_loss(struct log *l, const struct ws_error *e)
{
    put_fmt(&l->text, "!%s %llu %llu %llu %s\n", ws_code_name(e->code),
            (unsigned long long)e->offset, (unsigned long long)e->bytes_lost,
            (unsigned long long)e->plain_offset, e->msg);
}

static void log_record(struct log *l, struct ws_archive *a, enum ws_status st,
                       struct ws_record *rec)
{
    struct ws_slice block;
    struct ws_error odd = *ws_archive_error(a);
    if (ws_archive_block(a, rec, &block) != WS_OK) {
        log_loss(l, ws_archive_error(a));
        return;
    }
    put_fmt(&l->text, "%s %llu %llu %zu", ws_record_type_name(rec->type),
            (unsigned long long)rec->offset, (unsigned long long)rec->length, block.n);
    for (size_t i = 0; i < rec->n_fields; i++) {
        put_str(&l->text, "|");
        put(&l->text, rec->fields[i].name.p, rec->fields[i].name.n);
        put_str(&l->text, "=");
        put(&l->text, rec->fields[i].value.p, rec->fields[i].value.n);
    }
    if (st == WS_WARN)
        put_fmt(&l->text, "?%s %llu", odd.msg, (unsigned long long)odd.offset);
    put_str(&l->text, "\n");
    put(&l->blocks, block.p, block.n);
}

static void read_directly(struct log *l, int fd, const struct ws_archive_options *o)
{
    struct ws_archive *a;
    struct ws_record rec;
    enum ws_status st;
    log_clear(l);
    if (ws_archive_open_fd(fd, o, &a, NULL) != WS_OK)
        abort();
    while ((st = ws_archive_next(a, &rec)) != WS_EOF && st != WS_FATAL) {
        if (st == WS_SKIP)
            log_loss(l, ws_archive_error(a));
        else
            log_record(l, a, st, &rec);
    }
    if (st == WS_FATAL)
        log_loss(l, ws_archive_error(a));
    ws_archive_close(a);
}

static void read_batch(struct log *l, const struct ws_batch *b,
                       const struct ws_archive_options *o)
{
    struct ws_archive *a;
    struct ws_record rec;
    enum ws_status st = WS_OK;
    size_t event = 0;
    if (ws_archive_open_batch(b, o, &a, NULL) != WS_OK)
        abort();
    for (size_t i = 0; st != WS_EOF; i++) {
        while (event < b->n_events && b->events[event].before == i)
            log_loss(l, &b->events[event++].error);
        st = ws_archive_next(a, &rec);
        if (st != WS_EOF)
            log_record(l, a, st, &rec);
    }
    ws_archive_close(a);
}

static void read_cut(struct log *l, int fd, const struct ws_archive_options *o,
                     size_t batch_bytes)
{
    struct ws_cutter *c;
    struct ws_batch b = {0};
    enum ws_status st;
    uint64_t end = 0;
    log_clear(l);
    if (ws_cutter_open_fd(fd, o, batch_bytes, &c, NULL) != WS_OK)
        abort();
    while ((st = ws_cutter_next(c, &b)) == WS_OK) {
        l->batches++;
        if (b.n_entries == 0 && b.n_events == 0)
            put_str(&l->text, "an empty batch\n");
        if (b.input_end < end)
            put_str(&l->text, "progress goes back\n");
        end = b.input_end;
        read_batch(l, &b, o);
    }
    if (st == WS_FATAL) {
        read_batch(l, &b, o);
        log_loss(l, ws_cutter_error(c));
    }
    if (ws_cutter_next(c, &b) != st || (st == WS_EOF && (b.n || b.n_entries || b.n_events)))
        put_str(&l->text, "another end\n");
    ws_batch_release(&b);
    ws_cutter_close(c);
}

/* The cutter with its batches gives what the reader gives, whatever the size of the batches. */
static void compare(struct ws_buf bytes, const struct ws_archive_options *o, const char *what)
{
    static const size_t SIZES[] = {1, 1000, 20000, 0};
    struct log direct = {0}, cut = {0};
    FILE *f = tmpfile();
    if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fflush(f) != 0)
        abort();
    int fd = fileno(f);
    (void)lseek(fd, 0, SEEK_SET);
    read_directly(&direct, fd, o);
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        (void)lseek(fd, 0, SEEK_SET);
        read_cut(&cut, fd, o, SIZES[i]);
        tap_bytes(cut.text.p, cut.text.n, direct.text.p, direct.text.n, __FILE__, __LINE__,
                  what);
        OK(cut.blocks.n == direct.blocks.n &&
               (cut.blocks.n == 0 || memcmp(cut.blocks.p, direct.blocks.p, cut.blocks.n) == 0),
           "%s: blocks, batches of %zu bytes", what, SIZES[i]);
        if (SIZES[i] == 1)
            OK(cut.batches >= 3, "%s: small batches are many", what);
    }
    log_clear(&direct);
    log_clear(&cut);
    fclose(f);
}

static void test_good(void)
{
    struct ws_buf plain = {0}, gz = {0}, whole = {0};
    for (int i = 0; i < 30; i++)
        put_record(&plain, i, (size_t)(i * 100));
    put_members(&gz, 0, 30, 1500);
    put_gzip(&whole, plain.p, plain.n);
    compare(plain, NULL, "plain");
    compare(gz, NULL, "gzip by record");
    compare(whole, NULL, "gzip as a whole");
    ws_buf_release(&plain);
    ws_buf_release(&gz);
    ws_buf_release(&whole);
}

static void test_damaged(void)
{
    struct ws_buf b = {0}, r = {0};
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_record_bytes = 4000;
    put_members(&b, 0, 3, 1500);
    b.p[b.n - 6] ^= 1;
    put_members(&b, 3, 2, 1500);
    put_text(&b, 300, 1);
    put_members(&b, 5, 1, 5000);
    put_members(&b, 6, 3, 1500);
    put_str(&r, "WARC/1.0\r\nno field\r\nWARC-Type: odd\r\nX: folded\r\n "
                "line\r\nContent-Length: 5\r\n\r\nhello, too long\r\n\r\n");
    put_gzip(&b, r.p, r.n);
    put_members(&b, 9, 1, 1500);
    b.n -= 20;
    compare(b, &o, "damaged gzip");
    b.n = 0;
    put_str(&b, "log\n");
    put_record(&b, 0, 100);
    put(&b, r.p, r.n);
    put_record_as(&b, 1, "short", 5, 70);
    put_record(&b, 2, 100);
    put_record(&b, 3, 6000);
    put_str(&b, "WARC/1.0\nWARC-Type: resource\nContent-Length: 2\n\nxy");
    compare(b, &o, "damaged plain");
    ws_buf_release(&b);
    ws_buf_release(&r);
}

static void test_refused(void)
{
    struct ws_cutter *c;
    struct ws_batch b = {0};
    FILE *f = tmpfile();
    if (!f || fputs("PK\003\004 and so on", f) < 0 || fflush(f) != 0)
        abort();
    (void)lseek(fileno(f), 0, SEEK_SET);
    if (ws_cutter_open_fd(fileno(f), NULL, 0, &c, NULL) != WS_OK)
        abort();
    IS_INT(ws_cutter_next(c, &b), WS_FATAL, "a ZIP is refused");
    IS_INT(ws_cutter_error(c)->code, WS_E_ZIP, "with its reason");
    IS_INT(ws_cutter_next(c, &b), WS_FATAL, "again and again");
    ws_cutter_close(c);
    ws_cutter_close(NULL);
    ws_batch_release(&b);
    fclose(f);
}

/* The memory of one large record is not kept for ever. */
static void test_memory_given_back(void)
{
    struct ws_buf b = {0};
    struct ws_cutter *c;
    struct ws_batch batch = {0};
    put_record(&b, 0, 3000000);
    put_record(&b, 1, 100);
    FILE *f = tmpfile();
    if (!f || fwrite(b.p, 1, b.n, f) != b.n || fflush(f) != 0)
        abort();
    (void)lseek(fileno(f), 0, SEEK_SET);
    if (ws_cutter_open_fd(fileno(f), NULL, 10000, &c, NULL) != WS_OK)
        abort();
    OK(ws_cutter_next(c, &batch) == WS_OK && batch.n > 3000000,
       "a record larger than a batch is a batch");
    OK(ws_cutter_next(c, &batch) == WS_OK && batch.cap < 100000,
       "the next batch is small again");
    ws_cutter_close(c);
    ws_batch_release(&batch);
    ws_buf_release(&b);
    fclose(f);
}

int main(void)
{
    test_good();
    test_damaged();
    test_refused();
    test_memory_given_back();
    return tap_done();
}
