# warcsift: make help
FLAVOR ?= release
B      := build/$(FLAVOR)
PREFIX ?= /usr/local
PYTHON ?= python3
CLANG_FORMAT ?= clang-format-14

# LIBXML2=build/libxml2-2.15 takes the library that .ci/libxml2.sh put there instead of the system's.
ifdef LIBXML2
XML_CFLAGS := -I$(abspath $(LIBXML2))/include/libxml2
XML_LIBS   := $(abspath $(LIBXML2))/lib/libxml2.a -lm
B := $(B)-$(notdir $(LIBXML2))
else
XML_CFLAGS := $(shell pkg-config --cflags libxml-2.0 2>/dev/null)
XML_LIBS   := $(shell pkg-config --libs libxml-2.0 2>/dev/null || echo -lxml2)
endif
# Optional: found or not, the program reads the same archives; see --version.
HAVE = $(shell pkg-config --exists $(1) 2>/dev/null && echo 1)
ifeq ($(call HAVE,libzstd),1)
OPT_CPPFLAGS += -DWS_HAVE_ZSTD $(shell pkg-config --cflags libzstd)
OPT_LIBS     += $(shell pkg-config --libs libzstd)
endif

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wvla -Wformat=2
WS_CPPFLAGS := -I. -Iinclude -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 $(XML_CFLAGS) $(OPT_CPPFLAGS)
WS_LIBS     := $(XML_LIBS) -lz -luchardet $(OPT_LIBS) -lm -lpthread
OMP         := -fopenmp

CFLAGS_release := -O2 -g -fstack-protector-strong
CFLAGS_debug   := -O0 -g
CFLAGS_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
# libgomp's own synchronisation is invisible to TSan: the team runs on plain pthreads here (run.c).
CFLAGS_tsan    := -O1 -g -fsanitize=thread -DWS_TEAM_PTHREAD
ifeq ($(FLAVOR),release)
WS_CPPFLAGS += -D_FORTIFY_SOURCE=2
endif
ifeq ($(FLAVOR),tsan)
OMP := -Wno-unknown-pragmas
endif
WS_CFLAGS := -std=c11 $(WARN) $(CFLAGS_$(FLAVOR)) $(OMP)

LIB_SRC  := $(wildcard warc/*.c) $(filter-out pipeline/main.c,$(wildcard pipeline/*.c pipeline/*/*.c))
LIB_OBJ  := $(LIB_SRC:%.c=$(B)/%.o)
UNIT_SRC := $(wildcard tests/unit/test_*.c)
UNIT_BIN := $(UNIT_SRC:%.c=$(B)/%)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_BIN := $(FUZZ_SRC:%.c=$(B)/%)

.DEFAULT_GOAL := all
.SECONDARY:
.PHONY: all unit help FORCE

all: $(B)/warcsift ## build build/warcsift
ifeq ($(B),build/release)
	@ln -sf release/warcsift build/warcsift
endif
unit: $(UNIT_BIN) $(FUZZ_BIN)

$(B)/warcsift: $(B)/pipeline/main.o $(B)/libwarcsift.a
	$(CC) $(WS_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(WS_LIBS)
$(B)/libwarcsift.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/tests/%: $(B)/tests/%.o $(B)/libwarcsift.a
	$(CC) $(WS_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(WS_LIBS)
$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(WS_CPPFLAGS) $(CPPFLAGS) $(WS_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
# Rewritten only when the compiler or its flags change, so that a flavour never mixes objects.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(WS_CPPFLAGS) $(CPPFLAGS) $(WS_CFLAGS) $(CFLAGS) $(WS_LIBS)' | cmp -s - $@ || \
	 echo '$(CC) $(WS_CPPFLAGS) $(CPPFLAGS) $(WS_CFLAGS) $(CFLAGS) $(WS_LIBS)' > $@

help: ## this list
	@awk -F ':.*## ' '/^[a-z_-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
