package dev.serin.local.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Optional;

/** One direction of a forwarded connection: what comes in here goes out at the peer, as fast as the peer takes it. */
final class Relay extends ChannelInboundHandlerAdapter {
    private final SocketChannel peer;

    private Relay(SocketChannel peer) {
        this.peer = peer;
    }

    /** Joins an accepted connection with a new one to the target; resets it when that cannot be. */
    static void connect(SocketChannel front, Optional<InetSocketAddress> target) {
        if (target.isEmpty()) {
            reset(front);
            return;
        }
        var unused = new Bootstrap()
                .group(front.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new ChannelInboundHandlerAdapter())
                // By the Service's address: on one machine the target would see its own as its client's.
                .connect(
                        target.get(), new InetSocketAddress(front.localAddress().getAddress(), 0))
                .addListener((ChannelFutureListener) connected -> {
                    if (!connected.isSuccess() || !front.isActive()) {
                        reset(front);
                        var ignored = connected.channel().close();
                        return;
                    }
                    SocketChannel back = (SocketChannel) connected.channel();
                    front.pipeline().addLast(new Relay(back));
                    back.pipeline().addLast(new Relay(front));
                    front.config().setAutoRead(true);
                    back.config().setAutoRead(true);
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        var unused = peer.write(bytes, peer.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        peer.flush();
        if (!peer.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        peer.config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            // One side has said all; the other may still be answering.
            var unused = peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
                var ignored = peer.shutdownOutput();
            });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (peer.isActive()) {
            var unused = peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        reset(peer);
        var unused = context.close();
    }

    private static void reset(SocketChannel channel) {
        if (channel.isOpen()) {
            channel.config().setSoLinger(0);
            var unused = channel.close();
        }
    }
}
