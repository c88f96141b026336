# Hone. The two commands a newcomer needs: `make demo` and `make test`.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

BINARY := .build/release/git-hone
HOOK_BINARY := .build/release/hone-hook
GRAMMARS := $(CURDIR)/.build/grammars
RUNTIME := $(CURDIR)/.build/runtime
SWIFT_FILES := Package.swift Sources Tests
# The static standard library makes one file that starts in half the time; Apple's platforms carry the library themselves.
ifeq ($(shell uname),Linux)
STATIC := --static-swift-stdlib
endif
# Every build takes tree-sitter's header from where its library comes. The compiler keeps headers by the macros that it was given,
# not by where they were found: the macro keeps a build by hand, with the system's header, apart.
FLAGS := --pkg-config-path '$(RUNTIME)' -Xcc -DHONE_TREE_SITTER
# What git starts is linked as statically as the system allows.
LINK = $(FLAGS) $$(Sources/CHookStart/link-flags '$(CURDIR)/.build/static' '$(RUNTIME)')

.PHONY: all build grammars runtime packages test test-packages lint format soak bench-engine bench-follow bench-hooks bench-recipes demo install uninstall clean help

all: build

help:
	@echo 'make            build $(BINARY)'
	@echo 'make grammars   build the grammars of every language (part of build and test)'
	@echo 'make demo       install what is missing, build, and watch Hone edit a repository with a local model'
	@echo '                (REPO=<path> takes a copy of your repository instead of a made one)'
	@echo 'make test       install what is missing and run every test'
	@echo '                (HONE_TEST_MODEL=0 leaves out the test with the real model, FILTER=<name> runs those of one target or suite)'
	@echo 'make soak       edit, write, undo and kill at random for SECONDS=180, from SEED=<number> if given'
	@echo 'make bench-engine   measure the engine client, and compare it with a Python client where one is installed'
	@echo 'make bench-follow   replay commits of REPOS="<language> <git folder>..." and compare what follow proposes'
	@echo 'make bench-hooks    measure the hook beside git and other hook managers, in a repository of 27,000 files'
	@echo 'make bench-recipes  measure search and rewriting beside ast-grep, on the sources of packages'
	@echo 'make lint       check the formatting'
	@echo 'make format     mend the formatting'
	@echo 'make install    PREFIX=$(PREFIX): binaries, grammars, man page, completions, recipes'
	@echo 'make uninstall  take them away again'

packages:
	@.ci/install-packages build

build: packages grammars runtime
	$(SWIFT) build -c release $(STATIC) --product git-hone $(LINK)
	$(SWIFT) build -c release $(STATIC) --product hone-hook $(LINK)

grammars: packages
	@Sources/HoneSyntax/Grammars/build-grammars '$(GRAMMARS)'

# tree-sitter's library, newer and better optimised than the system's.
runtime: grammars
	@Sources/HoneSyntax/Grammars/build-runtime '$(RUNTIME)' '$(GRAMMARS)'

test-packages:
	@.ci/install-packages build run test

test: export HONE_GRAMMARS := $(GRAMMARS)
test: test-packages grammars runtime
	$(SWIFT) build $(FLAGS) --build-tests
	@.ci/repeat-failures $(SWIFT) test $(FLAGS) --skip-build --no-parallel $(if $(FILTER),--filter '$(FILTER)')

SECONDS ?= 180
soak: test-packages runtime
	$(SWIFT) build $(FLAGS) --product hone-soak
	.build/debug/hone-soak --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

# Optimised code is what users run, so that is what is measured.
bench-engine: test-packages runtime
	$(SWIFT) build -c release $(FLAGS) --product git-hone
	$(SWIFT) build -c release $(FLAGS) --product hone-engine-benchmark
	Tests/Benchmarks/engine/run .build/release

bench-follow: test-packages grammars runtime
	@test -n '$(REPOS)' || { echo 'name repositories: make bench-follow REPOS="go ~/caddy/.git python ~/pytest/.git"'; exit 2; }
	$(SWIFT) build -c release $(FLAGS) --product hone-replay
	$(SWIFT) build -c release $(STATIC) --product git-hone $(LINK)
	HONE_GRAMMARS=$(CURDIR)/.build/grammars .build/release/hone-replay $(or $(COMMITS),150) $(REPOS)
	HONE_GRAMMARS=$(CURDIR)/.build/grammars Tests/Benchmarks/follow/large-repository .build/release/git-hone

bench-hooks: test-packages grammars runtime
	$(SWIFT) build -c release $(STATIC) --product git-hone $(LINK)
	$(SWIFT) build -c release $(STATIC) --product hone-hook $(LINK)
	@.ci/install-packages peers
	Tests/Benchmarks/hooks/run .build/release/hone-hook

bench-recipes: test-packages grammars runtime
	$(SWIFT) build -c release $(STATIC) --product git-hone $(LINK)
	@.ci/install-packages bench
	Tests/Benchmarks/recipes/run $(BINARY)

lint:
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_FILES)

format:
	$(SWIFT) format --in-place --parallel --recursive $(SWIFT_FILES)

demo: runtime
	@.ci/install-packages build run
	$(SWIFT) build -c release $(STATIC) --product git-hone $(LINK)
	@Tests/Demo/demo '$(BINARY)' '$(REPO)'

install: build
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/libexec/hone' '$(DESTDIR)$(PREFIX)/lib/hone/grammars' \
	  '$(DESTDIR)$(PREFIX)/share/man/man1' '$(DESTDIR)$(PREFIX)/share/hone/recipes' \
	  '$(DESTDIR)$(PREFIX)/share/bash-completion/completions' '$(DESTDIR)$(PREFIX)/share/zsh/site-functions' \
	  '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d'
	install -m 755 $(BINARY) '$(DESTDIR)$(PREFIX)/bin/git-hone'
	install -m 755 $(HOOK_BINARY) '$(DESTDIR)$(PREFIX)/libexec/hone/hone-hook'
	ln -sf ../libexec/hone/hone-hook '$(DESTDIR)$(PREFIX)/bin/hone-hook'
	install -m 644 $(GRAMMARS)/*.so '$(DESTDIR)$(PREFIX)/lib/hone/grammars/'
	install -m 644 Sources/git-hone/git-hone.1 '$(DESTDIR)$(PREFIX)/share/man/man1/git-hone.1'
	$(BINARY) --generate-completion-script bash > '$(DESTDIR)$(PREFIX)/share/bash-completion/completions/git-hone'
	cat Sources/git-hone/completion.bash >> '$(DESTDIR)$(PREFIX)/share/bash-completion/completions/git-hone'
	script=$$($(BINARY) --generate-completion-script zsh) && printf '%s\n' "$$script" | \
	  sed 's/command_name="$${words\[1\]}"/command_name=git-hone/' > '$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_git-hone'
	$(BINARY) --generate-completion-script fish > '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/git-hone.fish'
	cp -R Recipes/. '$(DESTDIR)$(PREFIX)/share/hone/recipes/'

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/git-hone' '$(DESTDIR)$(PREFIX)/bin/hone-hook' '$(DESTDIR)$(PREFIX)/share/man/man1/git-hone.1' \
	  '$(DESTDIR)$(PREFIX)/share/bash-completion/completions/git-hone' \
	  '$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_git-hone' \
	  '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/git-hone.fish'
	rm -rf '$(DESTDIR)$(PREFIX)/share/hone' '$(DESTDIR)$(PREFIX)/lib/hone' '$(DESTDIR)$(PREFIX)/libexec/hone'

clean:
	$(SWIFT) package clean
