package io.anteroom.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a command talks to: the environment, standard streams, the terminal.
 *
 * @param out for data, and nothing else
 * @param err for everything else
 * @param terminals which of the two are terminals
 * @param columns how wide the terminal is
 * @param home the folder that settings are below
 */
public record Console(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Supplier<Terminals> terminals,
    IntSupplier columns,
    Path home,
    Clock clock) {

  /** Wide enough for anything that is no terminal. */
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  /**
   * Which streams are terminals.
   *
   * @param out whether data is read by a person
   * @param err whether progress is
   */
  public record Terminals(boolean out, boolean err) {}

  /** That of this process. */
  public static Console ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Console(
        environment,
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Terminal::detect,
        () -> Terminal.columns(environment),
        Path.of(System.getProperty("user.home")),
        Clock.systemUTC());
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** How wide data may be printed, in columns. */
  public int width() {
    return terminals.get().out() ? columns.getAsInt() : UNBOUNDED;
  }

  /** Says something that is no data. */
  public void say(String line) {
    err.println(DisplayText.printable(line));
  }
}
