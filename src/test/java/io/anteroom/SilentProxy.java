package io.anteroom;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on the loopback that can make a server vanish without a word: connections stay open,
 * and nothing comes back on them.
 */
public final class SilentProxy implements AutoCloseable {

  private final ServerSocket door;
  private final InetSocketAddress target;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean answersNew = true;
  private volatile byte[] fatal;
  private volatile boolean deliversFatal;

  /** In front of this port of the loopback. */
  public SilentProxy(int targetPort) {
    try {
      door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("accept", this::accept);
  }

  /** Where it listens. */
  public int port() {
    return door.getLocalPort();
  }

  /** How many connections came. */
  public int accepted() {
    return accepted.get();
  }

  /** On the connections that are open nothing is passed on any more; new ones are as ever. */
  public void silenceOpen() {
    links.forEach(link -> link.silent = true);
  }

  /** New connections are accepted, and nothing comes back on them. */
  public void answersNew(boolean answers) {
    answersNew = answers;
  }

  /**
   * The next connection on which the client writes this is silent from there on.
   *
   * @param delivered whether the server still gets it
   */
  public void silenceAt(String text, boolean delivered) {
    deliversFatal = delivered;
    fatal = text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether that has happened. */
  public boolean hasSilenced() {
    return fatal == null;
  }

  @Override
  public void close() {
    closeQuietly(door);
    links.forEach(Link::close);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = door.accept();
      accepted.incrementAndGet();
      if (!answersNew) {
        links.add(new Link(client, null));
        continue;
      }
      Socket server = new Socket();
      server.connect(target);
      Link link = new Link(client, server);
      links.add(link);
      start("to server", () -> link.pump(client, server, true));
      start("to client", () -> link.pump(server, client, false));
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void start(String name, Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException e) {
                // a socket was closed, by either side or by the end of the test
              }
            },
            "silent-proxy " + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (Exception e) {
      // it is gone either way
    }
  }

  private final class Link {

    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    private Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
      this.silent = server == null;
    }

    private void pump(Socket from, Socket to, boolean toServer) throws IOException {
      byte[] buffer = new byte[16384];
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        boolean last = toServer && strikes(buffer, read);
        if (last) {
          silent = true;
        }
        if (last ? deliversFatal : !silent) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
      if (!silent) {
        close();
      }
    }

    private boolean strikes(byte[] buffer, int length) {
      synchronized (SilentProxy.this) {
        byte[] wanted = fatal;
        if (wanted == null
            || !new String(buffer, 0, length, StandardCharsets.ISO_8859_1)
                .contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
          return false;
        }
        fatal = null;
        return true;
      }
    }

    private void close() {
      closeQuietly(client);
      closeQuietly(server);
    }
  }
}
