package io.anteroom.sandbox;

import io.anteroom.sandbox.options.SandboxOption;
import io.anteroom.sandbox.options.SandboxOptions;
import io.anteroom.sandbox.options.WrongOptionException;
import io.anteroom.sandbox.replica.ReplicaPorts;
import io.anteroom.sandbox.replica.Replicas;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Starts everything on a machine that has a JDK and nothing else: PostgreSQL, Redis, the stand-in
 * upstream, a receiver of callbacks, and Anteroom in front of it. A live reload runs it again in
 * the same JVM: then the servers are there already and keep their data.
 */
@QuarkusMain
public final class SandboxMain {

  static final String STARTED = "sandbox.started";

  private static final String HTTP_PORT = "quarkus.http.port";
  private static final String HTTP_MANAGEMENT_PORT = "quarkus.management.port";

  private static final int WRONG_OPTION = 2;
  private static final int PORT = 8080;
  private static final int MANAGEMENT_PORT = 9000;

  private SandboxMain() {}

  /**
   * Runs until the process is ended.
   *
   * @param args {@code --plan free} and the like: see {@link SandboxOption}
   */
  public static void main(String[] args) {
    if (System.getProperty(STARTED) != null) {
      Quarkus.run();
    } else if (List.of(args).contains("--help")) {
      System.out.print("Options, also as -Dsandbox.plan=free and so on:\n" + SandboxOption.help());
    } else {
      begin(args);
    }
  }

  private static void begin(String[] args) {
    try {
      SandboxOptions options = SandboxOptions.of(args, System.getProperties());
      ClassPreloader.ofThisPackage();
      if (options.replicas() > 0) {
        runReplicas(options);
      } else {
        runHere(options);
      }
    } catch (WrongOptionException e) {
      System.err.println("sandbox: " + e.getMessage());
      System.exit(WRONG_OPTION);
    }
  }

  private static void runHere(SandboxOptions options) {
    ReplicaPorts ports = ports(options);
    if (!isDevMode()) {
      ports.demandFree(1);
    }
    SandboxServers servers = SandboxServers.start(options, ports.all(1));
    servers.settings().forEach(System::setProperty);
    setPort(options, SandboxOption.PORT, HTTP_PORT);
    setPort(options, SandboxOption.MANAGEMENT_PORT, HTTP_MANAGEMENT_PORT);
    System.setProperty(STARTED, "true");
    Quarkus.run();
  }

  /**
   * Where dev mode could not compile at its start, it holds the port itself and shows why. Then
   * this runs for the first time when the source is mended.
   */
  private static boolean isDevMode() {
    return System.getProperty("java.class.path").endsWith("-dev.jar");
  }

  private static ReplicaPorts ports(SandboxOptions options) {
    return new ReplicaPorts(
        port(options, SandboxOption.PORT, HTTP_PORT, PORT),
        port(options, SandboxOption.MANAGEMENT_PORT, HTTP_MANAGEMENT_PORT, MANAGEMENT_PORT));
  }

  private static int port(SandboxOptions options, SandboxOption option, String setting, int usual) {
    String variable = System.getenv(setting.replace('.', '_').toUpperCase(Locale.ROOT));
    String set = System.getProperty(setting, variable == null ? "" : variable);
    return options.port(option).orElse(set.matches("\\d{1,5}") ? Integer.parseInt(set) : usual);
  }

  private static void setPort(SandboxOptions options, SandboxOption option, String setting) {
    options.port(option).ifPresent(port -> System.setProperty(setting, Integer.toString(port)));
  }

  private static void runReplicas(SandboxOptions options) {
    Path jar = options.replicaJar().orElseGet(SandboxMain::ownJar);
    int port = options.port(SandboxOption.PORT).orElse(PORT);
    ReplicaPorts ports =
        new ReplicaPorts(port, options.port(SandboxOption.MANAGEMENT_PORT).orElse(MANAGEMENT_PORT));
    // Before anything starts: PostgreSQL and a first replica take seconds.
    ports.demandFree(options.replicas());
    SandboxServers servers = SandboxServers.start(options, ports.all(options.replicas()));
    Replicas replicas =
        new Replicas(jar, servers.folder(), servers.environment(), ports, System.out::println);
    if (!replicas.start(options.replicas())) {
      throw new WrongOptionException("a replica did not start; its lines above say why");
    }
    WarmUp.run(
        IntStream.range(port, port + options.replicas()).boxed().toList(), options.warmUpTexts());
    System.out.println(
        WelcomeText.of(
            port,
            servers.settings().get(SandboxServers.UPSTREAM_URL),
            servers.settings().get(SandboxServers.CALLBACK_URL)));
    new CompletableFuture<Void>().join();
  }

  /** What {@code java -jar} was told to run. */
  private static Path ownJar() {
    Path jar = Path.of(System.getProperty("java.class.path"));
    if (!Files.isRegularFile(jar)) {
      throw new WrongOptionException("--replicas is for the packaged sandbox, not for dev mode");
    }
    return jar;
  }
}
