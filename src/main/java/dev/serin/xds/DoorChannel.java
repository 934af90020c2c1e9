package dev.serin.xds;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes no more connections than the limit, and tells of those that come without TLS, which gRPC closes in silence. */
final class DoorChannel extends NioServerSocketChannel {
    private final int limit;
    private final RefusalLog refusals;
    private final AtomicInteger open = new AtomicInteger();

    DoorChannel(int limit, RefusalLog refusals) {
        this.limit = limit;
        this.refusals = refusals;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int before = accepted.size();
        super.doReadMessages(accepted);
        for (int i = accepted.size() - 1; i >= before; i--) {
            var channel = (Channel) accepted.get(i);
            if (open.incrementAndGet() > limit) {
                open.decrementAndGet();
                accepted.remove(i);
                refusals.refused(channel.remoteAddress(), limit + " connections are open already");
                channel.unsafe().closeForcibly();
            } else {
                channel.closeFuture().addListener(closed -> open.decrementAndGet());
                channel.pipeline().addLast(new FirstBytes());
            }
        }
        return accepted.size() - before;
    }

    /** By its first bytes the handler of TLS is there; how it fares is told, and this one leaves. */
    private final class FirstBytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            SslHandler tls = context.pipeline().get(SslHandler.class);
            if (tls != null) {
                var peer = context.channel().remoteAddress();
                tls.handshakeFuture().addListener(future -> {
                    if (!future.isSuccess()) {
                        refusals.refused(peer, "it does not speak TLS as it should");
                    }
                });
            }
            context.pipeline().remove(this);
            context.fireChannelRead(message);
        }
    }
}
