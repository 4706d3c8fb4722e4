<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi">
<context>
    <name>Algorithm</name>
    <message>
        <source>first that is free</source>
        <translation>máy rảnh đầu tiên</translation>
    </message>
    <message>
        <source>place</source>
        <translation>thứ tự</translation>
    </message>
    <message>
        <source>The first server in the file that is not full takes all.</source>
        <translation>Máy chủ đầu tiên trong tệp chưa đầy sẽ nhận tất cả.</translation>
    </message>
    <message>
        <source>least connections</source>
        <translation>ít kết nối nhất</translation>
    </message>
    <message>
        <source>load</source>
        <translation>tải</translation>
    </message>
    <message>
        <source>Load is what is under way, for each unit of weight; the least wins, and among equals each in turn.</source>
        <translation>Tải là số việc đang chạy trên mỗi đơn vị trọng số; ít nhất thì thắng, bằng nhau thì lần lượt.</translation>
    </message>
    <message>
        <source>match</source>
        <translation>khớp</translation>
    </message>
    <message>
        <source>A hash of the request names the server; the same key goes to the same server.</source>
        <translation>Giá trị băm của yêu cầu chỉ ra máy chủ; cùng khóa thì đến cùng máy chủ.</translation>
    </message>
    <message>
        <source>power of two choices</source>
        <translation>hai lựa chọn ngẫu nhiên</translation>
    </message>
    <message>
        <source>random</source>
        <translation>ngẫu nhiên</translation>
    </message>
    <message>
        <source>Servers are drawn by weight; of those drawn the one with the least load wins.</source>
        <translation>Rút thăm máy chủ theo trọng số; trong số được rút, máy ít tải nhất thắng.</translation>
    </message>
    <message>
        <source>round robin</source>
        <translation>xoay vòng</translation>
    </message>
    <message>
        <source>claim</source>
        <translation>quyền lượt</translation>
    </message>
    <message>
        <source>Each pick adds its weight to every server&apos;s claim; the greatest claim is served and pays back the sum of the weights.</source>
        <translation>Mỗi lần chọn cộng trọng số vào quyền lượt của từng máy chủ; máy có quyền lớn nhất được chọn và trả lại tổng trọng số.</translation>
    </message>
    <message>
        <source>source address</source>
        <translation>địa chỉ nguồn</translation>
    </message>
</context>
<context>
    <name>CanvasText</name>
    <message>
        <source>Start</source>
        <translation>Khởi động</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>Giết tiến trình</translation>
    </message>
    <message>
        <source>Thaw</source>
        <translation>Rã đông</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>Đóng băng</translation>
    </message>
    <message>
        <source>Slower by 100 ms</source>
        <translation>Chậm thêm 100 ms</translation>
    </message>
    <message>
        <source>As fast as before</source>
        <translation>Nhanh như trước</translation>
    </message>
    <message>
        <source>No more errors</source>
        <translation>Hết gây lỗi</translation>
    </message>
    <message>
        <source>Fail 20 % of calls</source>
        <translation>Làm lỗi 20 % lời gọi</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Trọng số</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Ngừng nhận mới</translation>
    </message>
    <message>
        <source>End the drain</source>
        <translation>Nhận lại</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Gỡ bỏ</translation>
    </message>
    <message>
        <source>Send one</source>
        <translation>Gửi một</translation>
    </message>
    <message numerus="yes">
        <source>%n calls a second</source>
        <translation>
            <numerusform>%n lời gọi mỗi giây</numerusform>
        </translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Thuật toán</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>Thêm máy chủ</translation>
    </message>
    <message>
        <source>Add a client</source>
        <translation>Thêm máy khách</translation>
    </message>
    <message>
        <source>Client %1, %2: %3 sent, %4 OK, %5 failed</source>
        <translation>Máy khách %1, %2: đã gửi %3, OK %4, lỗi %5</translation>
    </message>
    <message>
        <source>, the last in %1</source>
        <translation>, lần cuối mất %1</translation>
    </message>
    <message>
        <source>Server %1 at %2, %3: %4, %5 in flight</source>
        <translation>Máy chủ %1 tại %2, %3: %4, đang xử lý %5</translation>
    </message>
    <message>
        <source>Balancer %1 at %2, %3: %4, %5, %6, %7</source>
        <translation>Bộ cân bằng %1 tại %2, %3: %4, %5, %6, %7</translation>
    </message>
    <message>
        <source>a balancer</source>
        <translation>một bộ cân bằng</translation>
    </message>
    <message>
        <source>another program</source>
        <translation>chương trình khác</translation>
    </message>
    <message>
        <source>a server</source>
        <translation>một máy chủ</translation>
    </message>
    <message>
        <source>Connection %1 to %2, ports %3</source>
        <translation>Kết nối %1 đến %2, cổng %3</translation>
    </message>
    <message>
        <source>, joined to %1</source>
        <translation>, nối với %1</translation>
    </message>
    <message>
        <source>, %1</source>
        <translation>, %1</translation>
    </message>
    <message>
        <source>, closed</source>
        <translation>, đã đóng</translation>
    </message>
    <message>
        <source>no server to choose</source>
        <translation>không có máy chủ để chọn</translation>
    </message>
    <message>
        <source>no decision yet</source>
        <translation>chưa có quyết định</translation>
    </message>
    <message>
        <source>last → %1</source>
        <translation>vừa rồi → %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>algorithm and decisions</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>mode and decisions</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>CLIENTS</source>
        <translation>MÁY KHÁCH</translation>
    </message>
    <message>
        <source>LOAD BALANCERS</source>
        <translation>BỘ CÂN BẰNG TẢI</translation>
    </message>
    <message>
        <source>LOAD BALANCER</source>
        <translation>BỘ CÂN BẰNG TẢI</translation>
    </message>
    <message>
        <source>SERVERS</source>
        <translation>MÁY CHỦ</translation>
    </message>
    <message>
        <source>One balancer picks a server once per TCP connection, the other one for every request.</source>
        <translation>Một bộ cân bằng chọn máy chủ một lần cho mỗi kết nối TCP, bộ kia chọn cho từng yêu cầu.</translation>
    </message>
    <message>
        <source>Request balancing: the balancer picks a server for every request, whatever connection it came on.</source>
        <translation>Cân bằng theo yêu cầu: bộ cân bằng chọn máy chủ cho từng yêu cầu, bất kể nó đến qua kết nối nào.</translation>
    </message>
    <message>
        <source>Connection balancing: the balancer picks a server once per TCP connection. Every request on that connection follows it.</source>
        <translation>Cân bằng theo kết nối: bộ cân bằng chọn máy chủ một lần cho mỗi kết nối TCP. Mọi yêu cầu trên kết nối đó đi theo.</translation>
    </message>
    <message>
        <source>Why this server?</source>
        <translation>Vì sao máy chủ này?</translation>
    </message>
    <message numerus="yes">
        <source>1 dot = %n calls</source>
        <translation>
            <numerusform>1 chấm = %n lời gọi</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is here yet</source>
        <translation>Chưa có ai ở đây</translation>
    </message>
    <message>
        <source>Open a haproxy.cfg: each of its servers starts here as a real process,</source>
        <translation>Mở một tệp haproxy.cfg: mỗi máy chủ trong đó chạy ở đây như một tiến trình thật,</translation>
    </message>
    <message>
        <source>with a real balancer in front and real clients that call it.</source>
        <translation>với bộ cân bằng thật phía trước và những máy khách thật gọi đến.</translation>
    </message>
    <message>
        <source>Ctrl+O opens a file · F5 lets the clients call</source>
        <translation>Ctrl+O mở tệp · F5 cho các máy khách gọi</translation>
    </message>
    <message>
        <source>other programs</source>
        <translation>chương trình khác</translation>
    </message>
    <message numerus="yes">
        <source>%n clients</source>
        <translation>
            <numerusform>%n máy khách</numerusform>
        </translation>
    </message>
    <message>
        <source>fold</source>
        <translation>thu gọn</translation>
    </message>
    <message>
        <source>%1 sent</source>
        <translation>gửi %1</translation>
    </message>
    <message>
        <source>%1 OK</source>
        <translation>%1 OK</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 lỗi</translation>
    </message>
    <message>
        <source>open</source>
        <translation>mở</translation>
    </message>
    <message>
        <source>hash</source>
        <translation>băm</translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>calls a second</comment>
        <translation>%1/giây</translation>
    </message>
    <message>
        <source>%1 · p50 %2</source>
        <translation>%1 · p50 %2</translation>
    </message>
    <message>
        <source>weight %1</source>
        <translation>trọng số %1</translation>
    </message>
    <message numerus="yes">
        <source>requests</source>
        <comment>beside the count</comment>
        <translation>
            <numerusform>yêu cầu</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation>%1 đang xử lý</translation>
    </message>
    <message>
        <source>%1 · %2 in flight</source>
        <translation>%1 · %2 đang xử lý</translation>
    </message>
    <message>
        <source>picks a server once per TCP connection</source>
        <translation>chọn máy chủ một lần cho mỗi kết nối TCP</translation>
    </message>
    <message>
        <source>picks a server for every call</source>
        <translation>chọn máy chủ cho từng lời gọi</translation>
    </message>
    <message>
        <source>A count that nothing explains is lit, with ≠.</source>
        <translation>Số đếm không giải thích được sẽ sáng lên, kèm ≠.</translation>
    </message>
    <message>
        <source>As the clients saw it: calls sent, and OK answers by server.</source>
        <translation>Theo các máy khách: lời gọi đã gửi, và câu trả lời OK theo máy chủ.</translation>
    </message>
    <message>
        <source>As the balancer saw it: calls forwarded.</source>
        <translation>Theo bộ cân bằng: lời gọi đã chuyển tiếp.</translation>
    </message>
    <message>
        <source>As the servers saw it: calls received.</source>
        <translation>Theo các máy chủ: lời gọi đã nhận.</translation>
    </message>
    <message>
        <source>fairness %1</source>
        <translation>công bằng %1</translation>
    </message>
    <message numerus="yes">
        <source>answers</source>
        <comment>beside the count</comment>
        <translation>
            <numerusform>câu trả lời</numerusform>
        </translation>
    </message>
    <message>
        <source>forwarded</source>
        <comment>beside the count</comment>
        <translation>đã chuyển</translation>
    </message>
    <message>
        <source>clients</source>
        <translation>máy khách</translation>
    </message>
    <message>
        <source>balancer</source>
        <translation>bộ cân bằng</translation>
    </message>
    <message>
        <source>servers</source>
        <translation>máy chủ</translation>
    </message>
    <message numerus="yes">
        <source>Fold %n clients</source>
        <translation>
            <numerusform>Gộp %n máy khách</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <comment>role, name, state</comment>
        <translation>%1 %2, %3</translation>
    </message>
    <message>
        <source>Errors as before</source>
        <translation>Lỗi như trước</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>Requests per server</source>
        <translation>Yêu cầu mỗi máy chủ</translation>
    </message>
    <message>
        <source>Fairness</source>
        <translation>Công bằng</translation>
    </message>
    <message>
        <source>Requests per second</source>
        <translation>Yêu cầu mỗi giây</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Độ trễ</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Kết nối</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Connections</source>
        <translation>Kết nối</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Yêu cầu</translation>
    </message>
    <message>
        <source>%1 vs %2</source>
        <translation>%1 so với %2</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>works %1</source>
        <translation>xử lý %1</translation>
    </message>
    <message>
        <source>picks and passes on: %1</source>
        <translation>chọn và chuyển: %1</translation>
    </message>
    <message>
        <source>No server has received it yet.</source>
        <translation>Chưa máy chủ nào nhận được nó.</translation>
    </message>
    <message>
        <source>No server has received it.</source>
        <translation>Không máy chủ nào nhận được nó.</translation>
    </message>
    <message>
        <source>The balancer chose %1 for this call, at attempt %2.</source>
        <translation>Bộ cân bằng chọn %1 cho lời gọi này, ở lần thử %2.</translation>
    </message>
    <message>
        <source>The balancer chose %1 for this call.</source>
        <translation>Bộ cân bằng chọn %1 cho lời gọi này.</translation>
    </message>
    <message>
        <source>No decision was taken for this call: its connection was bound to %1 at %2.</source>
        <translation>Không có quyết định nào cho lời gọi này: kết nối của nó đã gắn với %1 lúc %2.</translation>
    </message>
    <message>
        <source>It reached %1 directly.</source>
        <translation>Nó đến thẳng %1.</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gửi</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Mất</translation>
    </message>
    <message>
        <source>Came by</source>
        <translation>Đến qua</translation>
    </message>
    <message>
        <source>Went by</source>
        <translation>Đi qua</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Số lần thử</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Lời gọi</translation>
    </message>
    <message>
        <source>The balancer opened it to %1 at %2 and sends calls of any client over it.</source>
        <translation>Bộ cân bằng mở nó đến %1 lúc %2 và gửi lời gọi của mọi máy khách qua đó.</translation>
    </message>
    <message>
        <source>Each call on it is decided about on its own.</source>
        <translation>Mỗi lời gọi trên đó được quyết định riêng.</translation>
    </message>
    <message>
        <source>One decision was taken, at %2: bound to %1. Every call on it follows, until it closes.</source>
        <translation>Một quyết định lúc %2: gắn với %1. Mọi lời gọi trên đó đi theo cho đến khi đóng.</translation>
    </message>
    <message>
        <source>TCP connection</source>
        <translation>Kết nối TCP</translation>
    </message>
    <message>
        <source>open</source>
        <translation>mở</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>đã đóng</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Từ</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Đến</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Lời gọi</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Nhận</translation>
    </message>
    <message>
        <source>Open for</source>
        <translation>Mở trong</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>mở</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Địa chỉ</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Tiến trình</translation>
    </message>
    <message>
        <source>Latency p50</source>
        <translation>Độ trễ p50</translation>
    </message>
    <message>
        <source>Latency p99</source>
        <translation>Độ trễ p99</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Lỗi</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Máy chủ</translation>
    </message>
    <message>
        <source>Another program: it does not report its calls; the balancer counts them.</source>
        <translation>Chương trình khác: nó không báo cáo lời gọi; bộ cân bằng đếm thay.</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Trọng số</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>Được chọn</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Kết nối</translation>
    </message>
    <message>
        <source>%1 now, %2 at most</source>
        <translation>%1 hiện tại, nhiều nhất %2</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Đang xử lý</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Mất</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Máy khách</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Lỗi</translation>
    </message>
    <message>
        <source>Answered by %1.</source>
        <translation>Được trả lời bởi %1.</translation>
    </message>
    <message>
        <source>%1 more by further names</source>
        <translation>%1 nữa dưới các tên khác</translation>
    </message>
    <message>
        <source>Load balancer</source>
        <translation>Bộ cân bằng tải</translation>
    </message>
    <message>
        <source>It picks a server once for each TCP connection; every call on that connection follows it.</source>
        <translation>Nó chọn máy chủ một lần cho mỗi kết nối TCP; mọi lời gọi trên kết nối đó đi theo.</translation>
    </message>
    <message>
        <source>It picks a server for each call, whatever connection it came by.</source>
        <translation>Nó chọn máy chủ cho từng lời gọi, bất kể đến qua kết nối nào.</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Thuật toán</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 vào, %2 ra</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Quyết định</translation>
    </message>
    <message>
        <source>Without a server</source>
        <translation>Không có máy chủ</translation>
    </message>
    <message>
        <source>Forwarded</source>
        <translation>Đã chuyển</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Thử lại</translation>
    </message>
    <message>
        <source>not drawn</source>
        <translation>không được rút</translation>
    </message>
    <message>
        <source>No server could be taken.</source>
        <translation>Không chọn được máy chủ nào.</translation>
    </message>
    <message>
        <source>%1 was taken by %2.</source>
        <translation>%1 được chọn theo %2.</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Chi tiết</translation>
    </message>
    <message>
        <source>Why this server?</source>
        <translation>Vì sao máy chủ này?</translation>
    </message>
    <message>
        <source>Click a card, a line, a dot or a row: this place tells its story. Below is the last decision that was taken.</source>
        <translation>Bấm vào thẻ, đường, chấm hoặc dòng: chỗ này kể câu chuyện của nó. Bên dưới là quyết định gần nhất.</translation>
    </message>
    <message>
        <source>Click a card, a line, a dot or a row: this place tells its story. No decision has been taken yet.</source>
        <translation>Bấm vào thẻ, đường, chấm hoặc dòng: chỗ này kể câu chuyện của nó. Chưa có quyết định nào.</translation>
    </message>
    <message>
        <source>Time per hop</source>
        <translation>Thời gian mỗi chặng</translation>
    </message>
    <message>
        <source>client</source>
        <translation>máy khách</translation>
    </message>
    <message>
        <source>balancer</source>
        <translation>bộ cân bằng</translation>
    </message>
    <message>
        <source>server</source>
        <translation>máy chủ</translation>
    </message>
    <message>
        <source>The decision</source>
        <translation>Quyết định</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>ứng viên</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>trọng số</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Đã xảy ra</translation>
    </message>
    <message>
        <source>Attempt %1</source>
        <translation>Lần thử %1</translation>
    </message>
    <message numerus="yes">
        <source>Its arithmetic is older than the last %n decisions, which are kept. Take the timeline back to %1 to see it.</source>
        <translation>
            <numerusform>Phép tính của nó cũ hơn %n quyết định gần nhất được lưu. Kéo dòng thời gian về %1 để xem.</numerusform>
        </translation>
    </message>
    <message>
        <source>Then it waited %1 for a free stream: the server allows only so many calls at once on a connection.</source>
        <translation>Sau đó nó chờ %1 để có luồng trống: máy chủ chỉ cho phép bấy nhiêu lời gọi cùng lúc trên một kết nối.</translation>
    </message>
    <message>
        <source>Then it waited %1 until a connection to the server was open.</source>
        <translation>Sau đó nó chờ %1 đến khi kết nối tới máy chủ được mở.</translation>
    </message>
    <message>
        <source>The client</source>
        <translation>Máy khách</translation>
    </message>
    <message>
        <source>The server</source>
        <translation>Máy chủ</translation>
    </message>
    <message>
        <source>All %1 streams that the server allows were in use: further calls waited.</source>
        <translation>Cả %1 luồng mà máy chủ cho phép đều đang dùng: các lời gọi khác phải chờ.</translation>
    </message>
    <message>
        <source>%1 said GOAWAY: no new calls on this connection.</source>
        <translation>%1 đã gửi GOAWAY: không có lời gọi mới trên kết nối này.</translation>
    </message>
    <message>
        <source>The balancer said GOAWAY: no new calls on this connection.</source>
        <translation>Bộ cân bằng đã gửi GOAWAY: không có lời gọi mới trên kết nối này.</translation>
    </message>
    <message>
        <source>%1 took its data slowly: %2 times a message waited for its window.</source>
        <translation>%1 nhận dữ liệu chậm: %2 lần một thông điệp phải chờ cửa sổ của nó.</translation>
    </message>
    <message>
        <source>Streams now</source>
        <translation>Luồng hiện tại</translation>
    </message>
    <message>
        <source>Most at once</source>
        <translation>Nhiều nhất cùng lúc</translation>
    </message>
    <message>
        <source>Allowed at once</source>
        <translation>Cho phép cùng lúc</translation>
    </message>
    <message>
        <source>PING answered</source>
        <translation>PING đã trả lời</translation>
    </message>
    <message>
        <source>RST_STREAM in, out</source>
        <translation>RST_STREAM vào, ra</translation>
    </message>
    <message>
        <source>%1 (scenario: %2)</source>
        <translation>%1 (kịch bản: %2)</translation>
    </message>
    <message>
        <source>Works for</source>
        <translation>Thời gian xử lý</translation>
    </message>
    <message>
        <source>Fails</source>
        <translation>Gây lỗi</translation>
    </message>
    <message>
        <source>Not picked</source>
        <translation>Không được chọn</translation>
    </message>
</context>
<context>
    <name>Listening</name>
    <message>
        <source>%1 asks to listen on %2, where other computers can reach it. It listens on this computer only, on 127.0.0.1:%3.</source>
        <translation>%1 muốn lắng nghe trên %2, nơi máy khác truy cập được. Nó chỉ lắng nghe trên máy này, tại 127.0.0.1:%3.</translation>
    </message>
    <message>
        <source>The second lane would listen on %1.</source>
        <translation>Làn thứ hai sẽ lắng nghe trên %1.</translation>
    </message>
    <message>
        <source>Other computers reach the first lane on %1 and the second on %2.</source>
        <translation>Máy khác truy cập làn thứ nhất tại %1 và làn thứ hai tại %2.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>killed</source>
        <translation>bị giết</translation>
    </message>
    <message>
        <source>crashed (signal %1)</source>
        <translation>sập (tín hiệu %1)</translation>
    </message>
    <message>
        <source>ended by signal %1</source>
        <translation>kết thúc bởi tín hiệu %1</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n calls left</source>
        <translation>
            <numerusform>%1, còn %n lời gọi</numerusform>
        </translation>
    </message>
    <message>
        <source>observed</source>
        <translation>được quan sát</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>đã dừng</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>đang khởi động</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>sẵn sàng</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>đóng băng</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>ngừng nhận mới</translation>
    </message>
    <message>
        <source>down</source>
        <translation>ngưng</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>hỏng</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>đã gỡ</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>theo yêu cầu</translation>
    </message>
    <message>
        <source>its program ended</source>
        <translation>chương trình đã kết thúc</translation>
    </message>
    <message>
        <source>its program ended with %1</source>
        <translation>chương trình kết thúc với mã %1</translation>
    </message>
    <message>
        <source>its port is in use</source>
        <translation>cổng đang bị dùng</translation>
    </message>
    <message>
        <source>its program was not found</source>
        <translation>không tìm thấy chương trình</translation>
    </message>
    <message>
        <source>did not start</source>
        <translation>không khởi động được</translation>
    </message>
    <message>
        <source>cannot connect</source>
        <translation>không kết nối được</translation>
    </message>
    <message numerus="yes">
        <source>%n checks failed</source>
        <translation>
            <numerusform>%n lần kiểm tra hỏng</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>ejected after %n errors</source>
        <translation>
            <numerusform>bị loại sau %n lỗi</numerusform>
        </translation>
    </message>
    <message>
        <source>its balancer does not listen</source>
        <translation>bộ cân bằng của nó không lắng nghe</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>state: cause</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>khỏe</translation>
    </message>
    <message>
        <source>client</source>
        <translation>máy khách</translation>
    </message>
    <message>
        <source>load balancer</source>
        <translation>bộ cân bằng tải</translation>
    </message>
    <message>
        <source>server</source>
        <translation>máy chủ</translation>
    </message>
    <message>
        <source>the client closed it</source>
        <translation>máy khách đã đóng</translation>
    </message>
    <message>
        <source>the server closed it</source>
        <translation>máy chủ đã đóng</translation>
    </message>
    <message>
        <source>reset by the far end</source>
        <translation>đầu kia đặt lại</translation>
    </message>
    <message>
        <source>idle for too long</source>
        <translation>rỗi quá lâu</translation>
    </message>
    <message>
        <source>could not connect</source>
        <translation>không kết nối được</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>không trả lời kịp</translation>
    </message>
    <message>
        <source>no server was available</source>
        <translation>không có máy chủ nào</translation>
    </message>
    <message>
        <source>the limit was reached</source>
        <translation>đã chạm giới hạn</translation>
    </message>
    <message>
        <source>drained</source>
        <translation>đã rút hết</translation>
    </message>
    <message>
        <source>the balancer stopped</source>
        <translation>bộ cân bằng đã dừng</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>reason: error</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>client → LB</source>
        <translation>khách → CB</translation>
    </message>
    <message>
        <source>LB → server</source>
        <translation>CB → máy chủ</translation>
    </message>
    <message numerus="yes">
        <source>%1 TCP connections · %2 in, %3 out</source>
        <translation>
            <numerusform>%1 kết nối TCP · %2 vào, %3 ra</numerusform>
        </translation>
    </message>
    <message>
        <source>is down</source>
        <translation>đang ngưng</translation>
    </message>
    <message>
        <source>is draining</source>
        <translation>ngừng nhận mới</translation>
    </message>
    <message>
        <source>is in maintenance</source>
        <translation>đang bảo trì</translation>
    </message>
    <message>
        <source>is full (maxconn)</source>
        <translation>đã đầy (maxconn)</translation>
    </message>
    <message>
        <source>was already tried</source>
        <translation>đã thử rồi</translation>
    </message>
    <message>
        <source>has weight 0</source>
        <translation>trọng số 0</translation>
    </message>
    <message>
        <source>is a backup</source>
        <translation>là dự phòng</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>mất</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>đang chạy</translation>
    </message>
    <message>
        <source>another client</source>
        <translation>máy khách khác</translation>
    </message>
    <message numerus="yes">
        <source>%1 connections</source>
        <translation>
            <numerusform>%1 kết nối</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 decisions</source>
        <translation>
            <numerusform>%1 quyết định</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls</source>
        <translation>
            <numerusform>%1 lời gọi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 requests received</source>
        <translation>
            <numerusform>đã nhận %1 yêu cầu</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 fail</source>
        <comment>share of calls</comment>
        <translation>%1 lỗi</translation>
    </message>
    <message>
        <source>told to drain</source>
        <translation>được lệnh ngừng nhận mới</translation>
    </message>
    <message>
        <source>in maintenance</source>
        <translation>đang bảo trì</translation>
    </message>
    <message>
        <source>picked again</source>
        <translation>lại được chọn</translation>
    </message>
    <message>
        <source>slower by %1</source>
        <translation>chậm thêm %1</translation>
    </message>
    <message>
        <source>takes %1</source>
        <translation>mất %1</translation>
    </message>
    <message>
        <source>weight %1</source>
        <translation>trọng số %1</translation>
    </message>
    <message>
        <source>%1 calls a second</source>
        <translation>%1 lời gọi mỗi giây</translation>
    </message>
    <message>
        <source>calls as fast as answers come</source>
        <translation>gọi ngay khi có trả lời</translation>
    </message>
</context>
<context>
    <name>switchyard::Board</name>
    <message>
        <source>How the servers share the calls</source>
        <translation>Các máy chủ chia lời gọi thế nào</translation>
    </message>
    <message>
        <source>What happened over time</source>
        <translation>Diễn biến theo thời gian</translation>
    </message>
</context>
<context>
    <name>switchyard::CallsModel</name>
    <message>
        <source>Time</source>
        <translation>Thời gian</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Máy khách</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Phương thức</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Máy chủ</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Lần thử</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Đi</translation>
    </message>
    <message>
        <source>In server</source>
        <translation>Trong máy chủ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Về</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>Tất cả</translation>
    </message>
    <message>
        <source>last %1 calls</source>
        <translation>%1 lời gọi cuối</translation>
    </message>
    <message>
        <source>%1 of the last %2 calls</source>
        <translation>%1 trong %2 lời gọi cuối</translation>
    </message>
    <message>
        <source>%1 · newest %2 shown</source>
        <translation>%1 · hiện %2 mới nhất</translation>
    </message>
</context>
<context>
    <name>switchyard::Canvas</name>
    <message>
        <source>Canvas</source>
        <translation>Bảng vẽ</translation>
    </message>
</context>
<context>
    <name>switchyard::ClaimsCard</name>
    <message>
        <source>What you should see</source>
        <translation>Bạn sẽ thấy</translation>
    </message>
    <message>
        <source>: yes. </source>
        <translation>: đúng. </translation>
    </message>
    <message>
        <source>: not yet. </source>
        <translation>: chưa. </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>switchyard::CompareCard</name>
    <message>
        <source>Side by side</source>
        <translation>Đặt cạnh nhau</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>có</translation>
    </message>
    <message>
        <source>no</source>
        <translation>không</translation>
    </message>
    <message>
        <source>Fairness</source>
        <translation>Công bằng</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Quyết định</translation>
    </message>
    <message>
        <source>Connections in + out</source>
        <translation>Kết nối vào + ra</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Độ trễ</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p90</source>
        <translation>p90</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Lời gọi</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gửi</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Lỗi</translation>
    </message>
    <message>
        <source>Witnesses agree</source>
        <translation>Nhân chứng khớp nhau</translation>
    </message>
    <message>
        <source>Requests per server</source>
        <translation>Yêu cầu mỗi máy chủ</translation>
    </message>
</context>
<context>
    <name>switchyard::ConnectionFlowChart</name>
    <message>
        <source>Where connections went</source>
        <translation>Kết nối đã đi đâu</translation>
    </message>
    <message>
        <source>%1 open</source>
        <translation>%1 đang mở</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>No connections in this time.</source>
        <translation>Không có kết nối trong lúc này.</translation>
    </message>
</context>
<context>
    <name>switchyard::ConnectionsModel</name>
    <message>
        <source>Side</source>
        <translation>Phía</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>Đầu này</translation>
    </message>
    <message>
        <source>Remote</source>
        <translation>Đầu kia</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>Luồng</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gửi</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Nhận</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Máy chủ</translation>
    </message>
    <message>
        <source>%1 established</source>
        <translation>%1 đã thiết lập</translation>
    </message>
    <message>
        <source>matches the kernel</source>
        <translation>khớp với nhân hệ điều hành</translation>
    </message>
    <message>
        <source>the kernel shows %1 of %2</source>
        <translation>nhân hệ điều hành thấy %1 trong %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>open for %1</source>
        <translation>mở được %1</translation>
    </message>
    <message>
        <source>closed: %1, after %2</source>
        <translation>đã đóng: %1, sau %2</translation>
    </message>
</context>
<context>
    <name>switchyard::Control</name>
    <message>
        <source>node %1</source>
        <translation>nút %1</translation>
    </message>
    <message>
        <source>Clients call</source>
        <translation>Các máy khách gọi</translation>
    </message>
    <message>
        <source>Clients rest</source>
        <translation>Các máy khách nghỉ</translation>
    </message>
    <message numerus="yes">
        <source>Sent %n call(s)</source>
        <translation>
            <numerusform>Đã gửi %n lời gọi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 sends %n call(s)</source>
        <translation>
            <numerusform>%1 gửi %n lời gọi</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls %2 times a second</source>
        <translation>%1 gọi %2 lần mỗi giây</translation>
    </message>
    <message>
        <source>Starting %1</source>
        <translation>Đang khởi động %1</translation>
    </message>
    <message>
        <source>Stopping %1 · H heals all</source>
        <translation>Đang dừng %1 · H chữa tất cả</translation>
    </message>
    <message>
        <source>Killed %1 · H heals all</source>
        <translation>Đã giết %1 · H chữa tất cả</translation>
    </message>
    <message>
        <source>Froze %1 · H heals all</source>
        <translation>Đã đóng băng %1 · H chữa tất cả</translation>
    </message>
    <message>
        <source>Thawed %1</source>
        <translation>Đã rã đông %1</translation>
    </message>
    <message>
        <source>Removing %1</source>
        <translation>Đang gỡ %1</translation>
    </message>
    <message>
        <source>Draining %1 · H heals all</source>
        <translation>%1 ngừng nhận mới · H chữa tất cả</translation>
    </message>
    <message>
        <source>%1 takes new work again</source>
        <translation>%1 nhận việc trở lại</translation>
    </message>
    <message>
        <source>%1 has weight %2</source>
        <translation>%1 có trọng số %2</translation>
    </message>
    <message>
        <source>Adding a server</source>
        <translation>Đang thêm máy chủ</translation>
    </message>
    <message>
        <source>Adding a client</source>
        <translation>Đang thêm máy khách</translation>
    </message>
    <message>
        <source>Everything is healed</source>
        <translation>Mọi thứ đã lành</translation>
    </message>
    <message>
        <source>A server is picked for each connection; clients connect anew</source>
        <translation>Chọn máy chủ cho từng kết nối; máy khách kết nối lại</translation>
    </message>
    <message>
        <source>A server is picked for each request; clients connect anew</source>
        <translation>Chọn máy chủ cho từng yêu cầu; máy khách kết nối lại</translation>
    </message>
    <message>
        <source>%1 is slower by %2 ms · H heals all</source>
        <translation>%1 chậm thêm %2 ms · H chữa tất cả</translation>
    </message>
    <message>
        <source>%1 is as fast as before</source>
        <translation>%1 lại nhanh như trước</translation>
    </message>
    <message>
        <source>%1 fails %2 % of its calls · H heals all</source>
        <translation>%1 làm lỗi %2 % lời gọi · H chữa tất cả</translation>
    </message>
    <message>
        <source>%1 fails no more calls than before</source>
        <translation>%1 không còn lỗi thêm nữa</translation>
    </message>
    <message>
        <source>Healing …</source>
        <translation>Đang chữa …</translation>
    </message>
    <message>
        <source>Not healed: %1</source>
        <translation>Chưa chữa được: %1</translation>
    </message>
</context>
<context>
    <name>switchyard::FairnessChart</name>
    <message>
        <source>Fairness</source>
        <translation>Công bằng</translation>
    </message>
    <message>
        <source>Jain&apos;s index of all calls</source>
        <translation>chỉ số Jain của mọi lời gọi</translation>
    </message>
    <message>
        <source>no calls yet</source>
        <translation>chưa có lời gọi</translation>
    </message>
    <message>
        <source>even</source>
        <translation>đều</translation>
    </message>
    <message>
        <source>uneven</source>
        <translation>không đều</translation>
    </message>
    <message>
        <source>very uneven</source>
        <translation>rất không đều</translation>
    </message>
    <message>
        <source>%1
1 is even, %2 is all on one server</source>
        <translation>%1
1 là đều, %2 là dồn hết vào một máy chủ</translation>
    </message>
</context>
<context>
    <name>switchyard::Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>Chi tiết</translation>
    </message>
</context>
<context>
    <name>switchyard::KeyButton</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>switchyard::LatencyChart</name>
    <message>
        <source>Latency</source>
        <translation>Độ trễ</translation>
    </message>
    <message>
        <source>direct</source>
        <translation>trực tiếp</translation>
    </message>
    <message>
        <source>p50 %1</source>
        <translation>p50 %1</translation>
    </message>
    <message>
        <source>the proxy adds %1</source>
        <translation>proxy thêm %1</translation>
    </message>
    <message>
        <source>direct calls take %1 longer</source>
        <translation>gọi trực tiếp lâu hơn %1</translation>
    </message>
    <message>
        <source>No call has ended in the last %1 s.</source>
        <translation>Không lời gọi nào kết thúc trong %1 giây qua.</translation>
    </message>
</context>
<context>
    <name>switchyard::MainWindow</name>
    <message>
        <source>%1 – Switchyard</source>
        <translation>%1 – Switchyard</translation>
    </message>
    <message>
        <source>Presenting · Esc ends it</source>
        <translation>Đang trình chiếu · Esc để thoát</translation>
    </message>
    <message>
        <source>Run or pause</source>
        <translation>Chạy hoặc tạm dừng</translation>
    </message>
    <message>
        <source>Send one call</source>
        <translation>Gửi một lời gọi</translation>
    </message>
    <message>
        <source>Burst of 3 calls</source>
        <translation>Loạt 3 lời gọi</translation>
    </message>
    <message>
        <source>Heal all</source>
        <translation>Chữa tất cả</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>Thêm máy chủ</translation>
    </message>
    <message>
        <source>Add a client</source>
        <translation>Thêm máy khách</translation>
    </message>
    <message>
        <source>Fit the picture</source>
        <translation>Vừa khung hình</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>Mở tệp</translation>
    </message>
    <message>
        <source>Export the board</source>
        <translation>Xuất bảng</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>Trình chiếu</translation>
    </message>
    <message>
        <source>End presenting</source>
        <translation>Thôi trình chiếu</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Thoát</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Phím</translation>
    </message>
    <message>
        <source>The board as a picture (PNG)…</source>
        <translation>Bảng thành ảnh (PNG)…</translation>
    </message>
    <message>
        <source>The board for print (PDF)…</source>
        <translation>Bảng để in (PDF)…</translation>
    </message>
    <message>
        <source>The board as a drawing (SVG)…</source>
        <translation>Bảng thành hình vẽ (SVG)…</translation>
    </message>
    <message>
        <source>The canvas alone (PNG)…</source>
        <translation>Chỉ bảng vẽ (PNG)…</translation>
    </message>
    <message>
        <source>The canvas alone (SVG)…</source>
        <translation>Chỉ bảng vẽ (SVG)…</translation>
    </message>
    <message>
        <source>The numbers as a table (CSV)…</source>
        <translation>Số liệu thành bảng (CSV)…</translation>
    </message>
    <message>
        <source>Save a recording…</source>
        <translation>Lưu bản ghi…</translation>
    </message>
    <message>
        <source>Save a recording</source>
        <translation>Lưu bản ghi</translation>
    </message>
    <message>
        <source>Recordings (*.switchyard)</source>
        <translation>Bản ghi (*.switchyard)</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Giao diện</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Sáng</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Tối</translation>
    </message>
    <message>
        <source>Projector</source>
        <translation>Máy chiếu</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Ngôn ngữ</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Giảm chuyển động</translation>
    </message>
    <message>
        <source>Add a server (S)</source>
        <translation>Thêm máy chủ (S)</translation>
    </message>
    <message>
        <source>Add a client (C)</source>
        <translation>Thêm máy khách (C)</translation>
    </message>
    <message>
        <source>Heal all (H)</source>
        <translation>Chữa tất cả (H)</translation>
    </message>
    <message>
        <source>Keys and about (F1)</source>
        <translation>Phím và giới thiệu (F1)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Mở</translation>
    </message>
    <message>
        <source>Everything to open (*.cfg *.json *.switchyard);;Configurations (*.cfg);;Scenarios (*.json);;Recordings (*.switchyard);;All files (*)</source>
        <translation>Mọi tệp mở được (*.cfg *.json *.switchyard);;Cấu hình (*.cfg);;Kịch bản (*.json);;Bản ghi (*.switchyard);;Mọi tệp (*)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Xuất</translation>
    </message>
    <message>
        <source>Switchyard</source>
        <translation>Switchyard</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Switchyard %1&lt;/h3&gt;&lt;p&gt;A laboratory for gRPC load balancing: real servers, real clients and a real balancer on this computer.&lt;br&gt;Qt %2 · GPL-3.0-or-later&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Switchyard %1&lt;/h3&gt;&lt;p&gt;Phòng thí nghiệm cân bằng tải gRPC: máy chủ thật, máy khách thật và bộ cân bằng thật trên máy tính này.&lt;br&gt;Qt %2 · GPL-3.0-or-later&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Ask the next witness: clients, balancer, servers</source>
        <translation>Hỏi nhân chứng kế tiếp: máy khách, bộ cân bằng, máy chủ</translation>
    </message>
    <message>
        <source>Compare two lanes, or end it</source>
        <translation>So sánh hai làn, hoặc kết thúc</translation>
    </message>
    <message>
        <source>As seen by (W)</source>
        <translation>Theo lời của (W)</translation>
    </message>
    <message>
        <source>All witnesses</source>
        <translation>Mọi nhân chứng</translation>
    </message>
    <message>
        <source>The clients</source>
        <translation>Các máy khách</translation>
    </message>
    <message>
        <source>The balancer</source>
        <translation>Bộ cân bằng</translation>
    </message>
    <message>
        <source>The servers</source>
        <translation>Các máy chủ</translation>
    </message>
    <message>
        <source>The last five seconds of the canvas, moving (WebP)…</source>
        <translation>Năm giây cuối của bảng vẽ, chuyển động (WebP)…</translation>
    </message>
    <message>
        <source>Pictures and tables (*.png *.svg *.pdf *.webp *.csv)</source>
        <translation>Ảnh và bảng (*.png *.svg *.pdf *.webp *.csv)</translation>
    </message>
</context>
<context>
    <name>switchyard::Notice</name>
    <message>
        <source>Dismiss</source>
        <translation>Bỏ qua</translation>
    </message>
</context>
<context>
    <name>switchyard::ProblemsModel</name>
    <message>
        <source>Time</source>
        <translation>Thời gian</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Ai</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Đã xảy ra</translation>
    </message>
    <message>
        <source>What helps</source>
        <translation>Cách khắc phục</translation>
    </message>
    <message>
        <source>no problems</source>
        <translation>không có vấn đề</translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n vấn đề</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>switchyard::RequestsPerSecondChart</name>
    <message>
        <source>Requests per second</source>
        <translation>Yêu cầu mỗi giây</translation>
    </message>
    <message>
        <source>last 30 s</source>
        <translation>30 giây qua</translation>
    </message>
    <message numerus="yes">
        <source>last 30 s · %n servers do not report</source>
        <translation>
            <numerusform>30 giây qua · %n máy chủ không báo cáo</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>switchyard::RequestsPerServerChart</name>
    <message>
        <source>Requests per server</source>
        <translation>Yêu cầu mỗi máy chủ</translation>
    </message>
    <message>
        <source>total %1</source>
        <translation>tổng %1</translation>
    </message>
    <message>
        <source>%1 · %2 failed</source>
        <translation>%1 · %2 lỗi</translation>
    </message>
    <message>
        <source>No servers yet.</source>
        <translation>Chưa có máy chủ.</translation>
    </message>
</context>
<context>
    <name>switchyard::StatusLine</name>
    <message>
        <source>Status</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Clients sent %1</source>
        <translation>Máy khách gửi %1</translation>
    </message>
    <message>
        <source>balancer forwarded %1</source>
        <translation>bộ cân bằng chuyển %1</translation>
    </message>
    <message>
        <source>servers handled %1</source>
        <translation>máy chủ xử lý %1</translation>
    </message>
    <message>
        <source>· the witnesses do not agree</source>
        <translation>· các nhân chứng không khớp</translation>
    </message>
    <message>
        <source>%1 under way</source>
        <translation>%1 đang chạy</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 lỗi</translation>
    </message>
    <message>
        <source>%1 sent directly</source>
        <translation>%1 gửi trực tiếp</translation>
    </message>
    <message>
        <source>%1 to servers that do not report</source>
        <translation>%1 đến máy chủ không báo cáo</translation>
    </message>
    <message>
        <source>%1 more from other clients</source>
        <translation>thêm %1 từ máy khách khác</translation>
    </message>
    <message>
        <source>kernel not asked yet</source>
        <translation>chưa hỏi nhân hệ điều hành</translation>
    </message>
    <message>
        <source>kernel %1 of %2 sockets</source>
        <translation>nhân: %1 / %2 socket</translation>
    </message>
    <message>
        <source>0 events dropped</source>
        <translation>0 sự kiện bị rơi</translation>
    </message>
    <message>
        <source>%1 events dropped: the counts are not complete</source>
        <translation>%1 sự kiện bị rơi: số đếm không đầy đủ</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 hình/giây</translation>
    </message>
</context>
<context>
    <name>switchyard::TablesCard</name>
    <message>
        <source>Tables</source>
        <translation>Bảng số liệu</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Kết nối</translation>
    </message>
    <message>
        <source>No connections yet. Clients open them with their first call.</source>
        <translation>Chưa có kết nối. Máy khách mở chúng ở lời gọi đầu tiên.</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Lời gọi</translation>
    </message>
    <message>
        <source>No calls, or none that the filter lets through.</source>
        <translation>Không có lời gọi, hoặc không lời gọi nào qua bộ lọc.</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Vấn đề</translation>
    </message>
    <message>
        <source>Nothing happened yet.</source>
        <translation>Chưa có gì xảy ra.</translation>
    </message>
    <message>
        <source>Which table</source>
        <translation>Bảng nào</translation>
    </message>
    <message>
        <source>Filter the calls</source>
        <translation>Lọc lời gọi</translation>
    </message>
    <message>
        <source>client, server or status</source>
        <translation>máy khách, máy chủ hoặc trạng thái</translation>
    </message>
</context>
<context>
    <name>switchyard::TimeChart</name>
    <message>
        <source>−%1 s</source>
        <translation>−%1 s</translation>
    </message>
    <message>
        <source>−%1 min</source>
        <translation>−%1 phút</translation>
    </message>
    <message>
        <source>now</source>
        <translation>bây giờ</translation>
    </message>
    <message>
        <source>No servers yet.</source>
        <translation>Chưa có máy chủ.</translation>
    </message>
</context>
<context>
    <name>switchyard::Timeline</name>
    <message>
        <source>LIVE</source>
        <translation>TRỰC TIẾP</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tốc độ</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Dòng thời gian</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Thời gian</translation>
    </message>
    <message>
        <source>Step to the next event</source>
        <translation>Bước đến sự kiện kế</translation>
    </message>
    <message>
        <source>Back to live</source>
        <translation>Về trực tiếp</translation>
    </message>
    <message>
        <source>%1 · %2%3</source>
        <translation>%1 · %2%3</translation>
    </message>
    <message>
        <source>What you see happens now</source>
        <translation>Bạn đang thấy điều xảy ra lúc này</translation>
    </message>
    <message>
        <source>Back to what happens now</source>
        <translation>Về điều xảy ra lúc này</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Tiếp tục</translation>
    </message>
    <message>
        <source>Pause the picture</source>
        <translation>Dừng hình</translation>
    </message>
</context>
<context>
    <name>switchyard::ToolBar</name>
    <message>
        <source>Run</source>
        <translation>Chạy</translation>
    </message>
    <message>
        <source>Send one</source>
        <translation>Gửi một</translation>
    </message>
    <message>
        <source>Burst of 3</source>
        <translation>Loạt 3</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Cân bằng</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Kết nối</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Yêu cầu</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Xuất</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Mở…</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>Trình chiếu</translation>
    </message>
    <message>
        <source>Open a haproxy.cfg, a scenario or a recording (Ctrl+O)</source>
        <translation>Mở haproxy.cfg, kịch bản hoặc bản ghi (Ctrl+O)</translation>
    </message>
    <message>
        <source>Write the board as a picture or its numbers as a table (Ctrl+E)</source>
        <translation>Ghi bảng thành ảnh hoặc số liệu thành bảng (Ctrl+E)</translation>
    </message>
    <message>
        <source>Hide the panels and double the type, for a projector (F11)</source>
        <translation>Ẩn các khung và phóng đôi chữ, cho máy chiếu (F11)</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Thêm</translation>
    </message>
    <message>
        <source>Themes, language, about</source>
        <translation>Giao diện, ngôn ngữ, giới thiệu</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>Thuật toán</translation>
    </message>
    <message>
        <source>by</source>
        <translation>theo</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Tạm dừng</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>So sánh</translation>
    </message>
    <message>
        <source>What differs between the lanes</source>
        <translation>Điều khác nhau giữa hai làn</translation>
    </message>
    <message>
        <source>Send the same calls through two lanes at the same moment (F6)</source>
        <translation>Gửi cùng các lời gọi qua hai làn vào cùng lúc (F6)</translation>
    </message>
    <message>
        <source>End comparing</source>
        <translation>Kết thúc so sánh</translation>
    </message>
</context>
<context>
    <name>switchyard::WindowSession</name>
    <message>
        <source>Opening %1: %2 %</source>
        <translation>Đang mở %1: %2 %</translation>
    </message>
    <message>
        <source>Opening %1: the names in it are being looked up.</source>
        <translation>Đang mở %1: đang tra cứu các tên trong tệp.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Hủy</translation>
    </message>
    <message>
        <source>The language changes when Switchyard starts again.</source>
        <translation>Ngôn ngữ thay đổi khi Switchyard khởi động lại.</translation>
    </message>
    <message>
        <source>%1 (recording)</source>
        <translation>%1 (bản ghi)</translation>
    </message>
    <message numerus="yes">
        <source>The recording has been cut: its end is missing. What is there is shown, %n event(s).</source>
        <translation>
            <numerusform>Bản ghi bị cắt: thiếu phần cuối. Phần còn lại được hiển thị, %n sự kiện.</numerusform>
        </translation>
    </message>
    <message>
        <source>The recording is longer than what is remembered: the timeline shows its last part.</source>
        <translation>Bản ghi dài hơn phần được lưu trong bộ nhớ: dòng thời gian chỉ hiển thị phần cuối.</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) of the recording were damaged and are left out.</source>
        <translation>
            <numerusform>%n sự kiện trong bản ghi bị hỏng và được bỏ qua.</numerusform>
        </translation>
    </message>
    <message>
        <source>Listen as written</source>
        <translation>Lắng nghe như đã ghi</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Đã ghi: %1</translation>
    </message>
    <message>
        <source>Writing %1: %2 %</source>
        <translation>Đang ghi %1: %2 %</translation>
    </message>
</context>
</TS>
