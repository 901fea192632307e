package io.anteroom.sandbox;

import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.util.Map;

/**
 * PostgreSQL, Redis and the stand-in upstream as one process, without Anteroom: the tests of the
 * clients, in whichever language, start replicas beside it and kill them.
 */
public final class ServersProcess {

  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  private ServersProcess() {}

  /**
   * Prints the environment of a replica, one {@code NAME=value} a line, then an empty line. Runs
   * until standard input ends, which it does when the parent ends, however that may be.
   *
   * @param args nothing, or a JSON document with settings of the upstream
   */
  public static void main(String[] args) throws IOException {
    EmbeddedServers servers = EmbeddedServers.start(DURABLE);
    SandboxUpstream upstream =
        SandboxUpstream.start(SandboxSettings.fromJson(args.length == 0 ? "{}" : args[0]));
    print("DATABASE_URL", servers.databaseUrl());
    print("DATABASE_USER", servers.databaseUser());
    print("REDIS_URL", servers.redisUrl());
    print("MIXPEEK_BASE_URL", upstream.baseUrl());
    print("MIXPEEK_API_KEY", "sandbox-enterprise-key");
    print("MIXPEEK_PLAN", "enterprise");
    print("ANTEROOM_SPOOL", servers.folder().resolve("spool").toString());
    System.out.println();
    while (System.in.read() >= 0) {
      // Whatever is written there means nothing.
    }
    upstream.close();
    servers.close();
    System.exit(0);
  }

  private static void print(String name, String value) {
    System.out.println(name + "=" + value);
  }
}
