/// The program that runs a server and ends it when nobody used it for a while.
///
/// It is Python because the prebuilt server is a Python extension; the same script wraps a `llama-server`. Nothing secret
/// is on its command line: the key comes in the environment. It says the port by writing `<pid> <port>` to the address
/// file once the server answers.
///
/// The server counts as used while `/slots` shows a request at work, when its answer differs from the last one (it holds
/// the number of the last task), when it does not answer in time (a prompt is being read), and when a command of Hone
/// touched the file `--used`. Before it ends for idleness it takes the lock that commands hold while they look for a
/// server, so no command is ever given the address of a server that is about to end.
///
/// How fast a server reads is measured over its life and kept in the file `--pace`, as `<threads> <tokens a second>`; the next
/// one takes its batches from it.
///
/// What the server has read last it writes to the file `--kv` when it ends, and reads when it starts, so that the first request
/// of the next one is as warm as the second. The file is as private as the repository that was read: it belongs to the user alone.
enum ServerLauncher {
  static let script = #"""
    """Runs the local inference server of git-hone and ends it after an idle time."""
    import argparse, fcntl, http.client, json, os, signal, socket, subprocess, sys, time


    def arguments():
        parser = argparse.ArgumentParser()
        for name in ("server", "model", "alias", "address", "lock", "record", "used", "log", "kv", "pace"):
            parser.add_argument("--" + name, required=True)
        for name in ("context", "threads", "batch", "cache-mib", "log-limit", "kv-limit"):
            parser.add_argument("--" + name, type=int, required=True)
        parser.add_argument("--idle", type=float, required=True)
        return parser.parse_args()


    def batch(options):
        """How many tokens of a prompt are read at a time.

        Prompts are read faster in larger batches, but the server hears of a closed connection only between two, and has
        begun the next by then. So a batch takes 115 ms by the pace of earlier servers, and is small until there is one.
        """
        if options.batch > 0:
            return options.batch
        try:
            with open(options.pace) as file:
                threads, tokens = map(float, file.read().split())
            fitting = 2 * round(0.115 * tokens * options.threads / threads / 2)
        except (OSError, ValueError, ArithmeticError):
            fitting = 6 * options.threads
        return max(4, min(512, fitting))


    def embedded(options, key):
        """Starts the server of xllamacpp inside this process; returns when the model is loaded."""
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = options.model
        params.model_alias = {options.alias}
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.api_keys = [key]
        params.n_ctx = options.context
        params.n_parallel = 1
        params.cpuparams.n_threads = options.threads
        params.cpuparams_batch.n_threads = options.threads
        params.n_batch = params.n_ubatch = batch(options)
        params.cache_ram_mib = options.cache_mib
        params.endpoint_slots = params.endpoint_metrics = True
        params.slot_save_path = os.path.dirname(options.kv) + "/"
        params.ui = False
        server = xllamacpp.Server(params)
        return server, int(server.listening_address.rsplit(":", 1)[1])


    def die_with_parent():
        """Linux ends the child when this process dies, even by SIGKILL."""
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


    def external(options, key):
        """Starts a llama-server as a child; returns when it is healthy."""
        size = str(batch(options))
        for attempt in range(3):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            count = str(options.threads)
            command = [options.server, "--model", options.model, "--alias", options.alias, "--host", "127.0.0.1"]
            command += ["--port", str(port), "--ctx-size", str(options.context), "--parallel", "1", "--slots", "--metrics"]
            command += ["--threads", count, "--threads-batch", count, "--cache-ram", str(options.cache_mib), "--no-webui"]
            command += ["--batch-size", size, "--ubatch-size", size]
            command += ["--slot-save-path", os.path.dirname(options.kv) + "/"]
            linux = sys.platform.startswith("linux")
            child = subprocess.Popen(
                command, env=dict(os.environ, LLAMA_API_KEY=key), preexec_fn=die_with_parent if linux else None)
            signal.signal(signal.SIGTERM, lambda *_: end(options, child, port, key))
            while child.poll() is None:
                if ask(port, key, "/health")[0] == 200:
                    return child, port
                time.sleep(0.02)
            with socket.socket() as probe:
                try:
                    probe.bind(("127.0.0.1", port))
                    break  # The port was free, so the server had another reason to end.
                except OSError:
                    continue
        sys.exit("the server ended while it was loading the model")


    def ask(port, key, path, body=None):
        """GET or POST; the status is 0 when nothing answers in time and -1 when nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        headers = {"Authorization": "Bearer " + key, "Content-Type": "application/json"}
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except ConnectionError:
            return -1, b""
        except OSError:
            return 0, b""
        finally:
            connection.close()


    def restore(options, key, port):
        """Lets the server go on from what it had read when it ended."""
        if os.path.exists(options.kv):
            ask(port, key, "/slots/0?action=restore", json.dumps({"filename": os.path.basename(options.kv)}))


    def save(options, key, port):
        """Keeps what the server has read; a file that grew beyond its limit is not worth its room."""
        new = options.kv + ".new"
        if ask(port, key, "/slots/0?action=save", json.dumps({"filename": os.path.basename(new)}))[0] == 200:
            if os.path.exists(new) and os.stat(new).st_size <= options.kv_limit:
                os.rename(new, options.kv)
        forget(new)


    def keep_pace(options, key, port):
        """Keeps how fast prompts were read, if enough were; see https://prometheus.io/docs/instrumenting/exposition_formats/."""
        try:
            status, body = ask(port, key, "/metrics")
            lines = body.decode(errors="replace").splitlines()
            totals = dict(line.split() for line in lines if len(line.split()) == 2)
            tokens = float(totals["llamacpp:prompt_tokens_total"])
            seconds = float(totals["llamacpp:prompt_seconds_total"])
            if tokens >= 256:
                with open(options.pace + ".new", "w") as file:
                    file.write("%d %.1f\n" % (options.threads, tokens / seconds))
                os.rename(options.pace + ".new", options.pace)
        except (KeyError, ValueError, ArithmeticError, OSError, http.client.HTTPException):
            forget(options.pace + ".new")


    def end(options, child, port=None, key=None, code=0):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        forget(options.address)
        if port is not None:
            save(options, key, port)
            keep_pace(options, key, port)
        if child is not None and child.poll() is None:
            child.terminate()
            try:
                child.wait(2)
            except subprocess.TimeoutExpired:
                child.kill()
        os._exit(code)


    def forget(path):
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass


    def last_use(options):
        try:
            return os.stat(options.used).st_mtime_ns
        except FileNotFoundError:
            return 0


    def retire(options, child, port, key, seen):
        """Ends for idleness, unless a command is just looking for the server or has found it."""
        with open(options.lock, "a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
            if last_use(options) != seen:
                return
            for path in (options.record, options.used):
                forget(path)
            end(options, child, port, key)


    def bound(options):
        """Cuts a log that grew too long down to its end."""
        size = os.stat(options.log).st_size
        if size > options.log_limit:
            with open(options.log, "r+b") as log:
                log.seek(size - options.log_limit // 4)
                tail = log.read()
                log.seek(0)
                log.write(tail)
                log.truncate()


    def watch(options, key, child, port):
        seen, changed, refused = None, time.monotonic(), 0
        while True:
            time.sleep(min(5.0, options.idle / 4))
            status, body = ask(port, key, "/slots")
            gone = child is not None and child.poll() is not None
            refused = refused + 1 if status == -1 else 0
            if gone or refused == 3:
                print("the server ended by itself", file=sys.stderr)
                end(options, child, code=1)
            used = last_use(options)
            busy = status == 0 or b'"is_processing":true' in body.replace(b" ", b"")
            if busy or (used, body) != seen:
                seen, changed = (used, body), time.monotonic()
            elif time.monotonic() - changed >= options.idle:
                retire(options, child, port, key, used)
            bound(options)


    def main():
        options = arguments()
        key = os.environ.pop("HONE_SERVER_KEY")
        os.umask(0o077)
        signal.signal(signal.SIGTERM, lambda *_: end(options, None))
        child = server = None
        if options.server == "xllamacpp":
            server, port = embedded(options, key)
            signal.signal(signal.SIGTERM, lambda *_: end(options, None, port, key))
        else:
            child, port = external(options, key)
        restore(options, key, port)
        temporary = options.address + ".new"
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("%d %d\n" % (os.getpid(), port))
        os.rename(temporary, options.address)
        watch(options, key, child, port)


    main()

    """#
}
