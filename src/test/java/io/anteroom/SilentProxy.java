package io.anteroom;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A TCP proxy on the loopback that can make a server fall silent: connections stay open, and
 * nothing comes back on them.
 */
public final class SilentProxy implements AutoCloseable {

  private final LoopbackServer proxy;
  private final int targetPort;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private volatile boolean answersNew = true;
  private volatile byte[] fatal;
  private volatile boolean deliversFatal;

  /** In front of this port of the loopback. */
  public SilentProxy(int targetPort) {
    this.targetPort = targetPort;
    proxy = new LoopbackServer("silent-proxy", this::serve);
  }

  public int port() {
    return proxy.port();
  }

  /** How many connections were opened. */
  public int accepted() {
    return proxy.connections();
  }

  /** Nothing more is passed on over open connections; new ones work. */
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

  public boolean hasSilenced() {
    return fatal == null;
  }

  @Override
  public void close() {
    proxy.close();
    links.forEach(Link::close);
  }

  private void serve(Socket client) throws IOException {
    if (!answersNew) {
      links.add(new Link(client, null));
      return;
    }
    Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
    Link link = new Link(client, server);
    links.add(link);
    if (!answersNew) {
      link.silent = true; // it was opened while the silence began
    }
    proxy.start(() -> link.pump(client, server, true));
    link.pump(server, client, false);
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
