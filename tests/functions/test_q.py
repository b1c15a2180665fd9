from tests.functions.parent import *
def test_q(house, visitor, logged):
    c=house.child()
    a=visitor.register(c)
    print(a, visitor.cookies.keys())
    p=visitor.get("/nl/profiel"); print(p.status,p.words, p.headers)
    print(house.deliver_all(), house.mails)
    print(visitor.post("/nl/uitloggen").cookies)
    print(logged.getvalue())
    print(house.aws.calls)
