package io.anteroom;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A minimal pooler for PostgreSQL in transaction mode: a session of the server belongs to a client
 * until the end of its transaction, then to the next one. It works with servers that need no
 * password and no encryption.
 */
public final class TransactionPooler implements AutoCloseable {

  private static final int SSL_REQUEST = 80877103;

  private final int target;
  private final Deque<Session> idle = new ConcurrentLinkedDeque<>();
  private final LoopbackServer server;

  /** In front of this port of the loopback. */
  public TransactionPooler(int target) {
    this.target = target;
    server = new LoopbackServer("transaction-pooler", this::serve);
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  private record Message(int type, byte[] body) {

    static Message read(DataInputStream in) throws IOException {
      int type = in.read();
      if (type < 0) {
        throw new IOException("end");
      }
      byte[] body = new byte[in.readInt() - 4];
      in.readFully(body);
      return new Message(type, body);
    }

    void write(DataOutputStream out) throws IOException {
      out.write(type);
      out.writeInt(body.length + 4);
      out.write(body);
    }
  }

  /** One session of the server, with the messages of its start. */
  private record Session(DataInputStream in, DataOutputStream out, List<Message> greeting) {}

  private void serve(Socket client) throws IOException {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      byte[] startup = startup(in, out);
      Session session = take(startup);
      for (Message said : session.greeting()) {
        said.write(out);
      }
      out.flush();
      idle.push(session);
      session = null;
      while (true) {
        Message asked = Message.read(in);
        if (asked.type() == 'X') {
          return;
        }
        session = session == null ? take(startup) : session;
        asked.write(session.out());
        if (asked.type() == 'Q' || asked.type() == 'S') {
          session.out().flush();
          if (answer(session, out) == 'I') {
            idle.push(session);
            session = null;
          }
        }
      }
    }
  }

  private static int answer(Session session, DataOutputStream out) throws IOException {
    while (true) {
      Message said = Message.read(session.in());
      said.write(out);
      if (said.type() == 'Z') {
        out.flush();
        return said.body()[0];
      }
    }
  }

  private static byte[] startup(DataInputStream in, DataOutputStream out) throws IOException {
    while (true) {
      byte[] body = new byte[in.readInt() - 4];
      in.readFully(body);
      int code = new DataInputStream(new ByteArrayInputStream(body)).readInt();
      if (code != SSL_REQUEST) {
        return body;
      }
      out.write("N".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  private Session take(byte[] startup) throws IOException {
    Session free = idle.poll();
    if (free != null) {
      return free;
    }
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    server.setTcpNoDelay(true);
    DataInputStream in = new DataInputStream(server.getInputStream());
    DataOutputStream out = new DataOutputStream(server.getOutputStream());
    out.writeInt(startup.length + 4);
    out.write(startup);
    out.flush();
    List<Message> greeting = new ArrayList<>();
    do {
      greeting.add(Message.read(in));
    } while (greeting.get(greeting.size() - 1).type() != 'Z');
    return new Session(in, out, greeting);
  }
}
