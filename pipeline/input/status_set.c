#include "pipeline/input/status_set.h"

#include <string.h>
#include <strings.h>

static void add(struct ws_status_set *set, int status)
{
    set->bits[status / 64] |= UINT64_C(1) << (status % 64);
}

/* One item of the list: three characters, "any" taken care of before. */
static bool add_item(struct ws_status_set *set, const char *item, size_t n)
{
    if (n != 3 || item[0] < '1' || item[0] > '9')
        return false;
    int class = (item[0] - '0') * 100;
    if (strncasecmp(item + 1, "xx", 2) == 0) {
        for (int i = 0; i < 100; i++)
            add(set, class + i);
        return true;
    }
    if (item[1] < '0' || item[1] > '9' || item[2] < '0' || item[2] > '9')
        return false;
    add(set, class + (item[1] - '0') * 10 + (item[2] - '0'));
    return true;
}

bool ws_status_set_parse(struct ws_status_set *set, const char *text)
{
    *set = (struct ws_status_set){0};
    for (;;) {
        size_t n = strcspn(text, ",");
        if (n == 3 && strncasecmp(text, "any", 3) == 0)
            set->any = true;
        else if (!add_item(set, text, n))
            return false;
        if (!text[n])
            return true;
        text += n + 1;
    }
}

bool ws_status_set_has(const struct ws_status_set *set, int status)
{
    if (status == 0)
        status = 200;
    return set->any ||
           (status > 0 && status < 1000 && (set->bits[status / 64] >> (status % 64) & 1));
}
