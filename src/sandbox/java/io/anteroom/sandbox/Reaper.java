package io.anteroom.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends the embedded servers when this process is gone. A shutdown hook would not run after {@code
 * kill -9}; a pipe from this process ends in every case. On systems without a shell it does
 * nothing.
 */
final class Reaper {

  /** Waits for the end of the pipe; SIGINT is PostgreSQL's fast shutdown. */
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      cat >/dev/null
      folder=$1; postmaster=$2; shift
      kill -INT "$postmaster" 2>/dev/null
      shift
      for pid in "$@"; do kill -TERM "$pid" 2>/dev/null; done
      tries=0
      while kill -0 "$postmaster" 2>/dev/null && [ $tries -lt 100 ]; do
        sleep 0.1; tries=$((tries + 1))
      done
      rm -rf "$folder"
      """;

  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private Reaper() {}

  static void watch(long postmaster, List<Long> others, Path folder) throws IOException {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return;
    }
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString()); // a signal to the whole group of this process spares it
    }
    command.addAll(List.of("sh", "-c", SCRIPT, "anteroom-reaper"));
    command.add(folder.toString());
    command.add(Long.toString(postmaster));
    others.forEach(pid -> command.add(Long.toString(pid)));
    new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
