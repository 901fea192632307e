package io.anteroom.sandbox;

import io.anteroom.sandbox.callback.CallbackReceiver;
import io.anteroom.sandbox.options.SandboxOption;
import io.anteroom.sandbox.options.SandboxOptions;
import io.anteroom.sandbox.options.WrongOptionException;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What Anteroom needs around it, all on the loopback: servers, upstream, receiver of callbacks. */
final class SandboxServers {

  static final String UPSTREAM_URL = "sandbox.upstream-url";
  static final String CALLBACK_URL = "sandbox.callback-url";

  static final String WARM_UP_TEXTS = "sandbox.warm-up-texts";

  private static final int UPSTREAM_PORT = 18_081;
  private static final int CALLBACK_PORT = 18_082;

  private final EmbeddedServers servers;
  private final Map<String, String> settings;

  private SandboxServers(EmbeddedServers servers, Map<String, String> settings) {
    this.servers = servers;
    this.settings = settings;
  }

  /**
   * Starts all of them.
   *
   * @param reserved ports that Anteroom will take
   * @throws WrongOptionException where a port is taken
   */
  static SandboxServers start(SandboxOptions options, Set<Integer> reserved) {
    Set<Integer> others = new HashSet<>(reserved);
    int upstreamPort = free(options, SandboxOption.UPSTREAM_PORT, UPSTREAM_PORT, others);
    others.add(upstreamPort);
    int callbackPort = free(options, SandboxOption.CALLBACK_PORT, CALLBACK_PORT, others);
    EmbeddedServers servers = EmbeddedServers.start();
    SandboxUpstream upstream =
        PortBinding.listen(
            SandboxOption.UPSTREAM_PORT,
            upstreamPort,
            port -> SandboxUpstream.start(upstream(options.upstream(), servers.folder(), port)));
    CallbackReceiver receiver =
        PortBinding.listen(SandboxOption.CALLBACK_PORT, callbackPort, SandboxServers::receiver);
    return new SandboxServers(servers, settings(options, servers, upstream, receiver));
  }

  private static SandboxSettings upstream(SandboxSettings settings, Path folder, int port) {
    String content = folder.resolve("upstream").toString().replace("\\", "/");
    return settings.merge(
        "{\"port\": %d, \"content\": {\"folder\": \"%s\"}}".formatted(port, content));
  }

  private static CallbackReceiver receiver(int port) {
    return CallbackReceiver.start(
        port, SandboxKeys.CALLBACK_SECRET, Clock.systemUTC(), System.out::println);
  }

  /** The usual port, or any where something else has it and nobody asked for that one. */
  private static int free(
      SandboxOptions options, SandboxOption option, int usual, Set<Integer> others) {
    OptionalInt asked = options.port(option);
    int port = asked.orElse(usual);
    boolean ofOurs = port != 0 && others.contains(port);
    if (!ofOurs && isFree(port)) {
      return port;
    }
    if (asked.isPresent()) {
      String who = ofOurs ? "another part of the sandbox" : "another program";
      throw new WrongOptionException("%s %d: %s has that port".formatted(option.flag(), port, who));
    }
    return 0;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, String> settings(
      SandboxOptions options,
      EmbeddedServers servers,
      SandboxUpstream upstream,
      CallbackReceiver receiver) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("DATABASE_URL", servers.databaseUrl());
    settings.put("DATABASE_USER", servers.databaseUser());
    settings.put("anteroom.database.unsafe", "accept"); // it ends with this process
    settings.put("REDIS_URL", servers.redisUrl());
    settings.put("MIXPEEK_BASE_URL", upstream.baseUrl());
    settings.put("MIXPEEK_API_KEY", "sandbox-%s-key".formatted(options.planLabel()));
    settings.put("MIXPEEK_PLAN", options.planLabel());
    settings.put(
        "ANTEROOM_API_KEYS",
        "sandbox:%s,warm-up:%s".formatted(SandboxKeys.CLIENT, SandboxKeys.WARM_UP));
    settings.put("ANTEROOM_OPERATOR_KEY", SandboxKeys.OPERATOR);
    settings.put("ANTEROOM_SPOOL", servers.folder().resolve("spool").toString());
    settings.put("anteroom.clients.sandbox.callback-secret", SandboxKeys.CALLBACK_SECRET);
    settings.put("anteroom.callbacks.allow-http", "true");
    settings.put("anteroom.callbacks.allow-loopback", "true");
    settings.put("anteroom.quota.window", options.window().toMillis() + "ms");
    // Its keys are known to everybody.
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("quarkus.management.host", "127.0.0.1");
    settings.put(UPSTREAM_URL, upstream.baseUrl());
    settings.put(CALLBACK_URL, receiver.url());
    settings.put(WARM_UP_TEXTS, Integer.toString(options.warmUpTexts()));
    return settings;
  }

  /** The settings of an Anteroom in this process, as system properties. */
  Map<String, String> settings() {
    return settings;
  }

  /** The same as environment of another process. */
  Map<String, String> environment() {
    return settings.entrySet().stream()
        .filter(setting -> !setting.getKey().startsWith("sandbox."))
        .collect(Collectors.toMap(setting -> variable(setting.getKey()), Map.Entry::getValue));
  }

  private static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** A folder that is deleted when this process is gone. */
  Path folder() {
    return servers.folder();
  }
}
