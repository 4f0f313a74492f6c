#include "pipeline/output/fault.h"

#include <signal.h>
#include <stdatomic.h>

static atomic_ulong steps_left; /* 0: not armed */
static int signal_to_raise;

void ws_fault_arm(unsigned long step, int signal_number)
{
    signal_to_raise = signal_number;
    atomic_store(&steps_left, step);
}

void ws_fault_step(void)
{
    unsigned long left = atomic_load_explicit(&steps_left, memory_order_relaxed);
    while (left && !atomic_compare_exchange_weak(&steps_left, &left, left - 1))
        ;
    if (left == 1)
        raise(signal_to_raise);
}
