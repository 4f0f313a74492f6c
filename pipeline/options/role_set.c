#include "pipeline/options/role_set.h"

#include <string.h>

/* 0: no role has that name. */
static uint32_t bit_of(const char *name, size_t n)
{
    for (unsigned r = 0; r < WS_ROLE_COUNT; r++)
        if (strlen(ws_role_name(r)) == n && memcmp(ws_role_name(r), name, n) == 0)
            return WS_ROLE_BIT(r);
    return 0;
}

bool ws_role_set_add(uint32_t *roles, const char *list)
{
    uint32_t set = *roles;
    for (const char *p = list;; p++) {
        size_t n = strcspn(p, ",");
        uint32_t bit = bit_of(p, n);
        if (!bit)
            return false;
        set |= bit;
        p += n;
        if (!*p)
            break;
    }
    *roles = set;
    return true;
}
