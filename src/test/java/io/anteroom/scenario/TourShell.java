package io.anteroom.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A terminal: one bash, so that variables of one command are there for the next. */
final class TourShell implements AutoCloseable {

  private static final String END = "--- end of the command";
  private static final long MOST_SECONDS = 180;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Process bash;
  private final Writer input;

  TourShell() {
    try {
      bash = new ProcessBuilder("bash").redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    input = bash.outputWriter();
    Thread reader = new Thread(this::read, "tour-shell");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader output = bash.inputReader()) {
      output.lines().forEach(lines::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs commands, and returns all that they printed. */
  String run(String commands) throws IOException, InterruptedException {
    // On a line of its own, since an answer may end without one.
    input.write(commands + "\nprintf '\\n%s\\n' '" + END + "'\n");
    input.flush();
    StringBuilder output = new StringBuilder();
    while (true) {
      String line = lines.poll(MOST_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException("no end of: " + commands + "\n" + output);
      }
      if (line.equals(END)) {
        return output.toString();
      }
      output.append(line).append('\n');
    }
  }

  /** Lets commands run, and does not wait for them. */
  void begin(String commands) throws IOException {
    input.write(commands + "\n");
    input.flush();
  }

  /** Asks the program that runs in it to stop, as Ctrl-C does, and waits for the end of all. */
  void interrupt() {
    CompletableFuture<?>[] ends =
        bash.descendants().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    bash.children().forEach(ProcessHandle::destroy);
    CompletableFuture.allOf(ends).orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws IOException {
    input.close();
    bash.destroy();
  }
}
