package io.anteroom.cli;

import io.anteroom.cli.output.Console;
import io.anteroom.client.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command line in this process, with an environment, a terminal and a home of its own. */
public final class Cli {

  /** The id of the task in the tests. */
  public static final String TASK = "01a20e5a-5b1c-7c3e-9d2f-0a1b2c3d4e5f";

  /** The time that it is in the tests. */
  public static final Instant NOW = Instant.parse("2024-12-01T10:00:00Z");

  private final Map<String, String> environment = new LinkedHashMap<>();
  private String in = "";
  private Path home = Path.of("target/no-home");
  private boolean terminal;
  private int columns = 80;
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

  /** What a run gave. */
  public record Result(int code, String out, String err) {

    /** The lines of data. */
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  /** With the keys of a client and an operator, for a server. */
  public static Cli of(ScriptedServer server) {
    return new Cli()
        .set("ANTEROOM_URL", server.uri().toString())
        .set("ANTEROOM_KEY", "client-key")
        .set("ANTEROOM_OPERATOR_KEY", "operator-key");
  }

  /** A variable of the environment; null takes it away. */
  public Cli set(String name, String value) {
    environment.remove(name);
    if (value != null) {
      environment.put(name, value);
    }
    return this;
  }

  /** Standard input. */
  public Cli in(String text) {
    in = text;
    return this;
  }

  /** The folder with {@code .config}. */
  public Cli home(Path folder) {
    home = folder;
    return this;
  }

  /** Both outputs are a terminal of this width. */
  public Cli terminal(int width) {
    terminal = true;
    columns = width;
    return this;
  }

  /** With another clock. */
  public Cli clock(Clock other) {
    clock = other;
    return this;
  }

  /** Runs a command. */
  public Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = CommandTree.in(console(stream(out), stream(err))).execute(args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What a command would talk to. */
  public Console console(PrintStream out, PrintStream err) {
    return new Console(
        environment,
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        out,
        err,
        () -> new Console.Terminals(terminal, terminal),
        () -> columns,
        home,
        clock);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
