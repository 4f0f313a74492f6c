/* The records of an archive, with nothing but the public header:
 *
 *     cc -o records records.c $(pkg-config --cflags --libs warcsift) && ./records mixed.warc.gz */
#include <stdio.h>
#include <warcsift/archive.h>

int main(int argc, char **argv)
{
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    enum ws_status st;
    if (argc != 2 || ws_archive_open(argv[1], NULL, &a, NULL) != WS_OK)
        return 2;
    while ((st = ws_archive_next(a, &rec)) != WS_EOF && st != WS_FATAL)
        if (st != WS_SKIP && ws_archive_block(a, &rec, &block) == WS_OK)
            printf("%s %zu %.*s\n", ws_record_type_name(rec.type), block.n, (int)rec.target_uri.n,
                   rec.target_uri.n ? (const char *)rec.target_uri.p : "");
        else
            fprintf(stderr, "%s\n", ws_archive_error(a)->msg);
    ws_archive_close(a);
    return st == WS_FATAL;
}
