package io.anteroom.cli.output;

import java.io.PrintStream;
import java.time.Duration;

/**
 * How far something is: a bar on a terminal, else a plain line now and then. Both go to standard
 * error. Thread-safe.
 */
public final class Progress implements AutoCloseable {

  private static final long BETWEEN_LINES = Duration.ofSeconds(5).toNanos();
  private static final int LONGEST_BAR = 30;

  private final PrintStream err;
  private final boolean terminal;
  private final int width;
  private String shown = "";
  private long lastLine;
  private boolean started;

  /** For a command. Nothing is printed until the first {@link #at}. */
  public Progress(Console console) {
    this.err = console.err();
    this.terminal = console.terminals().get().err();
    this.width = terminal ? console.columns().getAsInt() - 1 : 0;
  }

  /**
   * Shows where it is.
   *
   * @param done so much of {@code total}
   * @param words what to say beside the bar
   */
  public synchronized void at(long done, long total, String words) {
    if (terminal) {
      draw(bar(done, total, DisplayText.printable(words)));
    } else if (!started || done >= total || System.nanoTime() - lastLine > BETWEEN_LINES) {
      plain(DisplayText.printable(words));
    }
    started = true;
  }

  private void plain(String words) {
    if (!words.equals(shown)) {
      err.println(words);
      shown = words;
      lastLine = System.nanoTime();
    }
  }

  private String bar(long done, long total, String words) {
    int room = Math.min(LONGEST_BAR, width - DisplayText.width(words) - 3);
    if (room < 4) {
      return DisplayText.width(words) <= width ? words : DisplayText.wrapped(words, width).get(0);
    }
    int filled = total <= 0 ? 0 : (int) Math.min(room, room * done / total);
    return "[" + "#".repeat(filled) + "-".repeat(room - filled) + "] " + words;
  }

  private void draw(String line) {
    if (!line.equals(shown)) {
      int before = DisplayText.width(shown);
      err.print("\r" + DisplayText.padded(line, before));
      err.flush();
      shown = line;
    }
  }

  /** Takes the bar away, so that something else can be printed. */
  public synchronized void clear() {
    if (terminal && !shown.isEmpty()) {
      err.print("\r" + " ".repeat(DisplayText.width(shown)) + "\r");
      err.flush();
      shown = "";
    }
  }

  @Override
  public void close() {
    clear();
  }
}
