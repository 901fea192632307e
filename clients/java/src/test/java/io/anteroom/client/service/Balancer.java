package io.anteroom.client.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One address for several replicas: each connection goes to the first of them that takes it. If
 * none does, or the replica dies, the connection is closed.
 */
final class Balancer implements AutoCloseable {

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Replica> replicas = new CopyOnWriteArrayList<>();

  Balancer(Replica... first) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    replicas.addAll(List.of(first));
    threads.execute(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  void add(Replica replica) {
    replicas.add(replica);
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = server.accept();
        threads.execute(() -> connect(caller));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void connect(Socket caller) {
    for (Replica replica : replicas) {
      try {
        Socket target = new Socket(InetAddress.getLoopbackAddress(), replica.port());
        threads.execute(() -> pass(caller, target));
        threads.execute(() -> pass(target, caller));
        return;
      } catch (IOException | IllegalStateException e) {
        // The next one may be there.
      }
    }
    close(caller);
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Both are closed.
    } finally {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use anyway.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
